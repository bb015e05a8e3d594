package org.sekisho.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS over a {@link RawClient} with every octet on the wire in the test's hand: which records travel together, and
 * whether the end is announced.
 */
public final class TlsClient {
    private static final int RECORD = 40_000;

    private final RawClient wire;
    private final SSLEngine engine;

    /** Received and not decrypted; ready to be read. */
    private ByteBuffer received = ByteBuffer.allocate(0);

    private final ByteBuffer plain = ByteBuffer.allocate(RECORD);

    public TlsClient(RawClient wire, SSLContext context, String... protocols) {
        this.wire = wire;
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        if (protocols.length > 0) {
            engine.setEnabledProtocols(protocols);
        }
    }

    /** The ClientHello, not sent. */
    public byte[] hello() {
        return wrap("");
    }

    /** Shakes hands. */
    public TlsClient handshake() {
        return handshake("");
    }

    /** Shakes hands, and sends the text in one write with the last message of the handshake (TLS 1.3). */
    public TlsClient handshake(String behindFinished) {
        try {
            ByteArrayOutputStream unsent = new ByteArrayOutputStream();
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.NOT_HANDSHAKING) {
                switch (status) {
                    case NEED_WRAP -> unsent.writeBytes(wrap(""));
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    default -> {
                        wire.send(unsent.toByteArray());
                        unsent.reset();
                        if (!unwrap()) {
                            throw new AssertionError("the server closed the connection during the handshake");
                        }
                    }
                }
                status = engine.getHandshakeStatus();
            }
            if (!behindFinished.isEmpty()) {
                unsent.writeBytes(wrap(behindFinished));
            }
            wire.send(unsent.toByteArray());
            return this;
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate that the server has shown. */
    public X509Certificate shown() {
        try {
            return (X509Certificate) engine.getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the text in records of its own. */
    public TlsClient send(String text) {
        wire.send(wrap(text));
        return this;
    }

    /** Announces the end; replies can still be read. */
    public TlsClient closeNotify() {
        engine.closeOutbound();
        wire.send(wrap(""));
        return this;
    }

    /** All that the server says until it announces the end; fails if the connection ends without that. */
    public String untilCloseNotify() {
        while (!engine.isInboundDone()) {
            if (!unwrap()) {
                throw new AssertionError("the connection ended without close_notify, after: " + text());
            }
        }
        return text();
    }

    /** All that the server has said, up to and with this. */
    public String until(String end) {
        while (!text().contains(end)) {
            if (!unwrap() || engine.isInboundDone()) {
                throw new AssertionError("the server said no '" + end + "' but: " + text());
            }
        }
        String text = text();
        plain.clear();
        return text;
    }

    private String text() {
        return new String(plain.array(), 0, plain.position(), StandardCharsets.ISO_8859_1);
    }

    private byte[] wrap(String text) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            do {
                ByteBuffer record = ByteBuffer.allocate(RECORD);
                engine.wrap(in, record);
                out.write(record.array(), 0, record.position());
            } while (in.hasRemaining());
            return out.toByteArray();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes one record in; false at the end of the stream. */
    private boolean unwrap() {
        try {
            SSLEngineResult result = engine.unwrap(received, plain);
            while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                byte[] more = wire.receive();
                if (more.length == 0) {
                    return false;
                }
                received = ByteBuffer.allocate(received.remaining() + more.length)
                        .put(received)
                        .put(more)
                        .flip();
                result = engine.unwrap(received, plain);
            }
            return true;
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
