package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.testing.RawClient;

/** Good mail reaches Postfix's queue byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentIT {
    private static final String HEADER = "From: <a@example.org>\r\nSubject: one\r\n\r\n";

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Front front = Front.inbound(postfix);

    @AfterAll
    void stop() {
        front.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("a header alone", "From: <a@example.org>\r\n"),
                Arguments.of("an empty body", HEADER),
                Arguments.of("empty lines", HEADER + "\r\n\r\n\r\n"),
                Arguments.of("dots at line starts", HEADER + ".\r\n..\r\n...\r\n.x\r\nx.\r\n .\r\n"),
                Arguments.of("a dot first and last", HEADER + ".first\r\n\r\n.\r\n"),
                Arguments.of("a line of 998 octets", HEADER + "x".repeat(998) + "\r\n"),
                Arguments.of("lines as long as buffers", HEADER + linesAround(2048, 8192, 16_384)),
                Arguments.of("dots after long lines", HEADER + ("." + "x".repeat(8191) + "\r\n.\r\n").repeat(3)),
                Arguments.of("every octet but CR and LF", HEADER + everyOctet() + "\r\n"),
                Arguments.of("words of the protocol", HEADER + "QUIT\r\nSTARTTLS\r\nRSET\r\nBDAT 5 LAST\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void arrivesUnchangedByData(String name, String message) {
        try (RawClient client = transaction()) {
            client.command("DATA", "354 ").send(stuffed(message) + ".\r\n").expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void arrivesUnchangedInOneChunk(String name, String message) {
        try (RawClient client = transaction()) {
            client.send("BDAT " + message.length() + " LAST\r\n" + message).expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void arrivesUnchangedInManyChunks(String name, String message) {
        int size = Math.max(1, message.length() / 7);
        try (RawClient client = transaction()) {
            for (int from = 0; from < message.length(); from += size) {
                String chunk = message.substring(from, Math.min(message.length(), from + size));
                client.send("BDAT " + chunk.length() + "\r\n" + chunk).expect("250 ");
            }
            client.command("BDAT 0 LAST", "250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived(message);
    }

    @Test
    void arrivesUnchangedWhenEachOctetComesAlone() {
        String message = HEADER + ".\r\n..\r\n.x\r\n\r\n.\r\n";
        try (RawClient client = transaction()) {
            client.command("DATA", "354 ");
            (stuffed(message) + ".\r\n").chars().forEach(octet -> client.send(String.valueOf((char) octet)));
            client.expect("250 ").command("QUIT", "221 ");
        }
        assertArrived(message);
    }

    @Test
    void endsALastChunkThatLacksItsLineEnd() {
        String message = HEADER + "no line end";
        try (RawClient client = transaction()) {
            client.send("BDAT " + message.length() + " LAST\r\n" + message).expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived(message + "\r\n");
    }

    @Test
    void passesAnEmptyMessage() {
        try (RawClient client = transaction()) {
            client.command("DATA", "354 ").send(".\r\n").expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived("");
    }

    @Test
    void passesMegabytesUnchanged() {
        String message = HEADER + randomLines(new Random(3), 4_000_000);
        try (RawClient client = transaction()) {
            client.command("DATA", "354 ").send(stuffed(message) + ".\r\n").expect("250 ");
            client.command("QUIT", "221 ");
        }
        assertArrived(message);
    }

    private RawClient transaction() {
        return front.client()
                .command("MAIL FROM:<a@example.org> BODY=8BITMIME", "250 ")
                .command("RCPT TO:<user@example.com>", "250 ");
    }

    private void assertArrived(String message) {
        // Postfix stores lines, not line ends.
        assertThat(postfix.settledQueue())
                .extracting(QueuedMessage::content)
                .containsExactly(message.replace("\r\n", "\n"));
    }

    private static String stuffed(String message) {
        return (message.startsWith(".") ? "." : "") + message.replace("\r\n.", "\r\n..");
    }

    private static String linesAround(int... lengths) {
        StringBuilder lines = new StringBuilder();
        for (int length : lengths) {
            for (int by : List.of(-3, -2, -1, 0, 1)) {
                lines.append("x".repeat(length + by)).append("\r\n").append(".y\r\n");
            }
        }
        return lines.toString();
    }

    private static String everyOctet() {
        StringBuilder octets = new StringBuilder();
        for (char octet = 0; octet <= 0xff; octet++) {
            if (octet != '\r' && octet != '\n') {
                octets.append(octet);
            }
        }
        return octets.toString();
    }

    private static String randomLines(Random random, int size) {
        StringBuilder lines = new StringBuilder(size);
        while (lines.length() < size) {
            random.ints(random.nextInt(120), 0x20, 0x100).forEach(octet -> lines.append((char) octet));
            lines.append("\r\n").append(".".repeat(random.nextInt(3)));
        }
        return lines.append("\r\n").toString();
    }
}
