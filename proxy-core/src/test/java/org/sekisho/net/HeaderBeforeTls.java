package org.sekisho.net;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.sekisho.testing.Await;

/** A load balancer's connection whose PROXY header leaves in one write with the first flight of the TLS handshake. */
final class HeaderBeforeTls extends Socket {
    private final byte[] header;

    private HeaderBeforeTls(String header) {
        this.header = header.getBytes(StandardCharsets.ISO_8859_1);
    }

    static HeaderBeforeTls connect(InetSocketAddress server, String header) {
        try {
            HeaderBeforeTls socket = new HeaderBeforeTls(header);
            socket.connect(server);
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the handshake and reads the first line. */
    String greeting(SSLContext context) {
        try {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(this, "localhost", getPort(), false);
            tls.startHandshake();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = tls.getInputStream().read(); octet >= 0 && octet != '\n'; ) {
                line.write(octet);
                octet = tls.getInputStream().read();
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            private boolean headerSent;

            @Override
            public void write(byte[] octets, int from, int length) throws IOException {
                ByteArrayOutputStream together = new ByteArrayOutputStream();
                if (!headerSent) {
                    headerSent = true;
                    together.write(header);
                }
                together.write(octets, from, length);
                out.write(together.toByteArray());
            }
        };
    }

    @Override
    public synchronized void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
