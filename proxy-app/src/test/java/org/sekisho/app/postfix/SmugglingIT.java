package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.testing.RawClient;

/**
 * Every end of data that is not one (S4, S5), before a Postfix that would fall for it: with its defaults, Postfix 3.7
 * takes bare newlines from a client in mynetworks, and the proxy is one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingIT {
    private static final List<String> NOT_THE_END = List.of(
            "\n.\n",
            "\n.\r",
            "\r.\n",
            "\r.\r",
            "\n.\r\n",
            "\r.\r\n",
            "\r\n\0.\r\n",
            "\r\n.\r",
            "\r\n.\n",
            "\r\n.\r\r\n",
            "\r\r\n.\r\r\n");

    /** Longer than two buffers of 8 KiB. */
    private static final String LONG = "x".repeat(20_000);

    private static final String HEADER = "From: <a@example.org>\r\nSubject: one\r\n\r\n";

    /** What stands before the false end: nothing, a header field, a line of the body; short and long. */
    private static final List<String> BEFORE = List.of(
            "",
            "Subject: one",
            "Subject: one\r\nX-Long: " + LONG,
            HEADER,
            HEADER + "line",
            HEADER + LONG,
            HEADER + LONG + "\r\nline",
            HEADER + "..");

    private static final String SMUGGLED = """
            MAIL FROM:<evil@example.org>
            RCPT TO:<second@example.com>
            DATA
            From: <evil@example.org>

            smuggled
            """.replace("\n", "\r\n");

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

    static Stream<Arguments> falseEnds() {
        return NOT_THE_END.stream()
                .flatMap(end ->
                        BEFORE.stream().map(before -> Arguments.of(printable(end), abridged(before), before + end)));
    }

    @ParameterizedTest(name = "{0} after {1}")
    @MethodSource("falseEnds")
    void aFalseEndOfDataMakesNoSecondMessage(String end, String before, String start) {
        try (RawClient client = transaction()) {
            client.command("DATA", "354 ").send(start + SMUGGLED + ".\r\nQUIT\r\n");

            assertOneVerdict(client.reply());
            client.expect("221 ");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} after {1}")
    @MethodSource("falseEnds")
    void aFalseEndOfDataInAChunkMakesNoSecondMessage(String end, String before, String start) {
        try (RawClient client = transaction()) {
            String message = start + SMUGGLED;
            client.send("BDAT " + message.length() + " LAST\r\n" + message + "QUIT\r\n");

            assertOneVerdict(client.reply());
            client.expect("221 ");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} after {1}")
    @MethodSource("falseEnds")
    void aFalseEndOfDataBetweenTwoChunksMakesNoSecondMessage(String end, String before, String start) {
        try (RawClient client = transaction()) {
            String first = start.substring(0, start.length() - 1);
            String second = start.substring(start.length() - 1) + SMUGGLED;
            client.send("BDAT " + first.length() + "\r\n" + first);
            String verdict = client.reply();
            client.send("BDAT " + second.length() + " LAST\r\n" + second + "QUIT\r\n");

            String last = client.reply();
            assertOneVerdict(verdict.startsWith("2") ? last : verdict);
            client.expect("221 ");
            assertThat(client.rest()).isEmpty();
        }
    }

    private RawClient transaction() {
        return front.client()
                .command("MAIL FROM:<good@example.org>", "250 ")
                .command("RCPT TO:<user@example.com>", "250 ");
    }

    /** Taken: one message, and the right one. Refused: none. */
    private void assertOneVerdict(String verdict) {
        assertThat(verdict).matches("(?s)[25].*");
        List<QueuedMessage> queue = postfix.settledQueue();
        assertThat(queue).hasSize(verdict.startsWith("2") ? 1 : 0).allSatisfy(message -> {
            assertThat(message.sender()).isEqualTo("good@example.org");
            assertThat(message.recipients()).containsExactly("user@example.com");
            assertThat(message.content()).contains("smuggled");
        });
    }

    private static String printable(String octets) {
        return octets.replace("\r", "CR ")
                .replace("\n", "LF ")
                .replace("\0", "NUL ")
                .strip();
    }

    private static String abridged(String before) {
        String text = printable(before.replace(LONG, "LONG"));
        return text.isEmpty() ? "DATA" : text;
    }
}
