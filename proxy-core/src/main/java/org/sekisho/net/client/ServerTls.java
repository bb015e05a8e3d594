package org.sekisho.net.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.sekisho.net.ProxyStartException;
import org.sekisho.settings.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener's certificate and key. They are read again when the files have changed; files that do not fit are reported
 * and the old ones stay in use. Handlers may be made on any thread; {@link #reloadIfChanged} blocks on the disk.
 */
final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Path certificate;
    private final Path key;
    private final Duration handshakeTimeout;

    /** Guarded by this object: nobody may make a handler of a context that is being released. */
    private SslContext context;

    private FileTime certificateTime;
    private FileTime keyTime;

    private ServerTls(Path certificate, Path key, Duration handshakeTimeout) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.handshakeTimeout = handshakeTimeout;
        certificateTime = Files.getLastModifiedTime(certificate);
        keyTime = Files.getLastModifiedTime(key);
        context = read(certificate, key);
    }

    static ServerTls load(TlsSettings settings, Duration handshakeTimeout) throws ProxyStartException {
        Path certificate = settings.certificate().orElseThrow();
        Path key = settings.key().orElseThrow();
        readable("certificate", certificate);
        readable("key", key);
        try {
            return new ServerTls(certificate, key, handshakeTimeout);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProxyStartException(
                    "Cannot use the certificate " + certificate + " with the key " + key + ": " + reason(e)
                            + "; both must be PEM, the key PKCS#8 without a password",
                    e);
        }
    }

    private static void readable(String what, Path file) throws ProxyStartException {
        if (!Files.isReadable(file)) {
            throw new ProxyStartException("Cannot read the " + what + " " + file
                    + (Files.exists(file) ? ": permission denied" : ": there is no such file"));
        }
    }

    private static SslContext read(Path certificate, Path key) throws SSLException {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(PROTOCOLS)
                .build();
    }

    /** A handler for one connection; with {@code startTls}, its first write still goes in clear text. */
    SslHandler handler(ByteBufAllocator allocator, boolean startTls) {
        SslHandler handler = new SslHandler(newEngine(allocator), startTls);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        return handler;
    }

    private synchronized SSLEngine newEngine(ByteBufAllocator allocator) {
        return context.newEngine(allocator);
    }

    /** Reads the files again if they have changed since. Called by one thread at a time. */
    void reloadIfChanged() {
        try {
            FileTime certificateNow = Files.getLastModifiedTime(certificate);
            FileTime keyNow = Files.getLastModifiedTime(key);
            if (certificateNow.equals(certificateTime) && keyNow.equals(keyTime)) {
                return;
            }
            certificateTime = certificateNow;
            keyTime = keyNow;
            replace(read(certificate, key));
            LOG.info("The certificate {} was read again", certificate);
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("Cannot read {} and {} again, the old certificate stays in use: {}", certificate, key, reason(e));
        }
    }

    private synchronized void replace(SslContext next) {
        // Connections that use the old one hold it themselves.
        ReferenceCountUtil.release(context);
        context = next;
    }

    synchronized void close() {
        ReferenceCountUtil.release(context);
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
