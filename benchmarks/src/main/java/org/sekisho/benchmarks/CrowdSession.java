package org.sekisho.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** One client of many: a PROXY header that says who it is, one message, QUIT. */
final class CrowdSession {
    /** Longer than any delay. */
    private static final int READ_LIMIT_MILLIS = 300_000;

    private static final String MESSAGE = "Subject: one of many\r\n\r\n"
            + "sixty-two characters of text, again and again, sixty-four. OK\r\n".repeat(64) + ".\r\n";

    /** What became of the message. */
    enum Outcome {
        DELIVERED,
        /** A 4xx or 5xx at some command. */
        REFUSED
    }

    private CrowdSession() {}

    static Outcome run(int port, NamedClients clients, int i) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_LIMIT_MILLIS);
            socket.getOutputStream().write(i % 4 < 2 ? version1(clients.address(i)) : version2(clients.address(i)));
            InputStream replies = new BufferedInputStream(socket.getInputStream());
            boolean going = positive(replies);
            for (String command : commands(clients, i)) {
                if (going) {
                    socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
                    going = positive(replies);
                }
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            positive(replies);
            return going ? Outcome.DELIVERED : Outcome.REFUSED;
        }
    }

    private static List<String> commands(NamedClients clients, int i) {
        return List.of(
                "EHLO " + clients.name(i) + "\r\n",
                "MAIL FROM:<" + clients.sender(i) + ">\r\n",
                "RCPT TO:<" + clients.recipient(i) + ">\r\n",
                "DATA\r\n",
                MESSAGE);
    }

    private static byte[] version1(String address) {
        return ("PROXY TCP4 " + address + " 127.0.0.1 40000 25\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] version2(String address) {
        ByteArrayOutputStream header = new ByteArrayOutputStream(28);
        header.writeBytes(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111" + "000c"));
        for (String octet : address.split("\\.")) {
            header.write(Integer.parseInt(octet));
        }
        header.writeBytes(HexFormat.of().parseHex("7f000001" + "9c40" + "0019"));
        return header.toByteArray();
    }

    /** Reads one reply, which may have several lines. */
    private static boolean positive(InputStream in) throws IOException {
        String line;
        do {
            line = line(in);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return !line.isEmpty() && line.charAt(0) <= '3';
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString();
    }
}
