package org.sekisho.app.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.UpstreamSettings;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on a loopback port that the system chose. It takes every recipient. */
public final class EmbeddedMta implements AutoCloseable {
    /** Each has a thread. */
    private static final int CONNECTIONS_MAX = 80;

    private static final int SILENCE_MAX_MINUTES = 10;

    private final SMTPServer server;

    private EmbeddedMta(SMTPServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param directory where accepted mail is kept; made if it is not there
     * @throws IOException with a message for the operator, if the directory cannot be used
     */
    public static EmbeddedMta start(
            Path directory, String hostName, Limits limits, InstantSource clock, RandomGenerator random)
            throws IOException {
        MailDirectory mail = MailDirectory.open(directory, clock, random);
        long sizeMax = Math.min(limits.messageSize(), Integer.MAX_VALUE);
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName(hostName)
                .softwareName("Sekisho embedded mail server")
                // A message is kept as it came.
                .insertReceivedHeaders(false)
                .maxConnections(CONNECTIONS_MAX)
                .maxRecipients(limits.recipients())
                .maxMessageSize((int) sizeMax)
                .connectionTimeout(SILENCE_MAX_MINUTES, TimeUnit.MINUTES)
                .executorService(threads())
                .messageHandlerFactory(context -> new Delivery(mail, sizeMax))
                .build();
        server.start();
        return new EmbeddedMta(server);
    }

    /** How the proxy reaches it: it knows neither XCLIENT nor TLS, and has a thread for each connection. */
    public UpstreamSettings asUpstream() {
        Endpoint address = new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), server.getPortAllocated());
        UpstreamSettings usual = UpstreamSettings.of(address, UpstreamSettings.Identity.NONE);
        return new UpstreamSettings(
                usual.addresses(),
                CONNECTIONS_MAX,
                usual.connectTimeout(),
                usual.identity(),
                UpstreamSettings.Tls.OFF,
                usual.verifyCertificate(),
                usual.trust(),
                usual.timeout(),
                usual.endOfDataTimeout());
    }

    @Override
    public void close() {
        server.stop();
    }

    private static ThreadPoolExecutor threads() {
        return new ThreadPoolExecutor(0, CONNECTIONS_MAX, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "embedded-mta");
            thread.setDaemon(true);
            return thread;
        });
    }
}
