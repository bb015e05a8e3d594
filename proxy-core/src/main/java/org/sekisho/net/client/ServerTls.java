package org.sekisho.net.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
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

    private final SslProvider provider;
    private final Path certificate;
    private final Path key;
    private final Duration handshakeTimeout;

    private final Object reading = new Object();

    /** When the files were written that were read last, whether or not they could be used. Guarded by {@link #reading}. */
    private Written written;

    /** Guarded by this object: nobody may make a handler of a context that is being released, nor wait for the disk. */
    private SslContext context;

    /** The two files' times of change; empty for a file that is not there. */
    private record Written(Optional<FileTime> certificate, Optional<FileTime> key) {}

    private ServerTls(SslProvider provider, Path certificate, Path key, Duration handshakeTimeout)
            throws IOException, GeneralSecurityException {
        this.provider = provider;
        this.certificate = certificate;
        this.key = key;
        this.handshakeTimeout = handshakeTimeout;
        written = written();
        context = read();
    }

    static ServerTls load(SslProvider provider, TlsSettings settings, Duration handshakeTimeout)
            throws ProxyStartException {
        Path certificate = settings.certificate().orElseThrow();
        Path key = settings.key().orElseThrow();
        readable("certificate", certificate);
        readable("key", key);
        try {
            return new ServerTls(provider, certificate, key, handshakeTimeout);
        } catch (IOException | GeneralSecurityException e) {
            throw new ProxyStartException(
                    "Cannot use the certificate " + certificate + " with the key " + key + ": " + e.getMessage(), e);
        }
    }

    private static void readable(String what, Path file) throws ProxyStartException {
        if (!Files.isReadable(file)) {
            throw new ProxyStartException("Cannot read the " + what + " " + file
                    + (Files.exists(file) ? ": permission denied" : ": there is no such file"));
        }
    }

    private SslContext read() throws IOException, GeneralSecurityException {
        ServerIdentity identity = ServerIdentity.read(certificate, key);
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(provider)
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

    /**
     * Reads the files again if they have changed since. Between the writing of one and of the other they do not fit; they
     * are looked at anew when the second has changed, too.
     */
    void reloadIfChanged() {
        synchronized (reading) {
            readIfChanged();
        }
    }

    private void readIfChanged() {
        try {
            // Noted before the files are read: what changes while they are read is seen the next time.
            Written now = written();
            if (now.equals(written)) {
                return;
            }
            written = now;
            replace(read());
            LOG.info("The certificate {} was read again", certificate);
        } catch (IOException | GeneralSecurityException e) {
            LOG.error(
                    "Cannot use {} and {}, which have changed; the old certificate stays in use: {}",
                    certificate,
                    key,
                    e.toString());
        }
    }

    private synchronized void replace(SslContext next) {
        // Connections that use the old one hold it themselves.
        ReferenceCountUtil.release(context);
        context = next;
    }

    private Written written() throws IOException {
        return new Written(written(certificate), written(key));
    }

    private static Optional<FileTime> written(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file)) : Optional.empty();
    }

    synchronized void close() {
        ReferenceCountUtil.release(context);
    }
}
