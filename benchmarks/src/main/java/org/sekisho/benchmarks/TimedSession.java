package org.sekisho.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** One message in one session, each command sent when the last was answered, and how long each answer took. */
final class TimedSession {
    /** What is timed, in the order of a session; the first is the connection up to its greeting. */
    static final List<String> STEPS = List.of("greeting", "EHLO", "MAIL", "RCPT", "DATA", "end of data", "QUIT");

    private static final List<String> SENT = List.of(
            "EHLO client.example.org\r\n",
            "MAIL FROM:<from@example.org>\r\n",
            "RCPT TO:<to@example.com>\r\n",
            "DATA\r\n",
            "Subject: latency\r\n\r\n" + "sixty-two characters of text, again and again, sixty-four. OK\r\n".repeat(64)
                    + ".\r\n",
            "QUIT\r\n");

    private TimedSession() {}

    /** Microseconds until the reply, one for each of the steps. */
    static double[] run(int port, InstantSource clock) throws IOException, BenchException {
        double[] micros = new double[STEPS.size()];
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            Instant start = clock.instant();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            InputStream replies = new BufferedInputStream(socket.getInputStream());
            readReply(replies);
            micros[0] = microsSince(start, clock);
            for (int step = 1; step < micros.length; step++) {
                byte[] command = SENT.get(step - 1).getBytes(StandardCharsets.US_ASCII);
                start = clock.instant();
                socket.getOutputStream().write(command);
                readReply(replies);
                micros[step] = microsSince(start, clock);
            }
        }
        return micros;
    }

    private static double microsSince(Instant start, InstantSource clock) {
        return Duration.between(start, clock.instant()).toNanos() / 1000.0;
    }

    private static void readReply(InputStream in) throws IOException, BenchException {
        String line;
        do {
            line = readLine(in);
            if (line.isEmpty() || line.charAt(0) > '3') {
                throw new BenchException("a session to be timed was refused: '" + line + "'");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }
}
