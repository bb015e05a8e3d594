package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.net.io.Transport;
import org.sekisho.settings.Limits;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** Random octets in random pieces from either side: every session ends, and nothing is logged as a defect. */
class GarbageTest {
    private static final int SESSIONS = 150;
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String[] WORDS = {
        "EHLO x\r\n",
        "HELO y\r\n",
        "MAIL FROM:<a@b.test>\r\n",
        "RCPT TO:<c@d.test>\r\n",
        "DATA\r\n",
        ".\r\n",
        "\r\n.\r\n",
        "BDAT 5\r\nabcde",
        "BDAT 3 LAST\r\nab\n",
        "BDAT 9 LAST\r\n",
        "RSET\r\n",
        "STARTTLS\r\n",
        "AUTH PLAIN AAAA\r\n",
        "NOOP\r\n",
        "VRFY x\r\n",
        "text\r\n",
        "..\r\n",
        ".x\r\n",
        "\r",
        "\n",
        "\0",
        ".",
        " ",
        "<",
        "QUIT\r\n",
        "\r\n",
        "5"
    };
    private static final String[] REPLIES = {
        "250 Ok\r\n",
        "250-a\r\n",
        "250 2.1.5 b\r\n",
        "354 Go\r\n",
        "550 5.1.1 No\r\n",
        "451 Later\r\n",
        "421 Bye\r\n",
        "220 Hi\r\n",
        "25",
        "0",
        " x",
        "\r\n",
        "\r",
        "\n",
        "\0",
        "999 ?\r\n",
        "250\r\n",
        "530 5.7.0 Login\r\n"
    };

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ProxyFixture proxy = new ProxyFixture(upstream)
            .limits(new Limits(500, 500, 100, 20, 65_536))
            .timeouts(SHORT, SHORT, SHORT)
            .upstreamTimeouts(SHORT, SHORT, SHORT);

    @AfterEach
    void stop() {
        proxy.close();
    }

    private static String random(Random random, String[] words) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            if (random.nextInt(12) == 0) {
                byte[] octets = new byte[random.nextInt(60)];
                random.nextBytes(octets);
                text.append(new String(octets, StandardCharsets.ISO_8859_1));
            } else {
                text.append(words[random.nextInt(words.length)]);
            }
        }
        return text.toString();
    }

    private static void inPieces(RawClient client, Random random, String text) {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(1 + random.nextInt(80)));
            client.send(text.substring(from, to));
            from = to;
        }
    }

    private void everySessionEnds() {
        Await.until(
                "every session has ended",
                () -> proxy.events().stream()
                                .filter(SessionEnded.class::isInstance)
                                .count()
                        == SESSIONS);
        assertThat(proxy.events())
                .filteredOn(SessionEnded.class::isInstance)
                .noneMatch(ended -> ((SessionEnded) ended).cause() == Cause.INTERNAL_ERROR);
        Await.until("no upstream connection stays", () -> upstream.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void survivesWhateverAClientSends(long seed) {
        Random random = new Random(seed);
        proxy.transport(seed == 2 ? Transport.nio() : Transport.best());
        for (int i = 0; i < SESSIONS; i++) {
            try (RawClient client = proxy.connect()) {
                String start = random.nextBoolean()
                        ? "EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\n"
                                + (random.nextBoolean() ? "DATA\r\n" : "")
                        : "";
                inPieces(client, random, start + random(random, WORDS));
                client.halfClose();
                assertThat(client.rest()).matches("(?s)([2-5][0-9][0-9][ -][\\x20-\\x7e]*\\r\\n)*");
            } catch (UncheckedIOException cut) {
                // The proxy has closed before everything was sent.
            }
        }
        everySessionEnds();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void survivesWhateverAnUpstreamSays(long seed) {
        proxy.start();
        Random random = new Random(seed);
        for (String verb : new String[] {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".", "RSET"}) {
            String good = verb.equals("DATA") ? "354 Go\r\n" : verb.equals("GREETING") ? "220 Hi\r\n" : "250 Ok\r\n";
            upstream.on(verb, (talk, command) -> {
                String said;
                synchronized (random) {
                    said = random.nextInt(4) > 0 ? good : random(random, REPLIES);
                }
                return said.length() < 30 ? talk.sendCut(said) : said;
            });
        }
        for (int i = 0; i < SESSIONS; i++) {
            try (RawClient client = proxy.connect()) {
                client.send("EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nRCPT TO:<e@d.test>\r\nDATA\r\n");
                client.send("text\r\n.\r\nQUIT\r\n").halfClose();
                assertThat(client.rest()).matches("(?s)([2-5][0-9][0-9][ -][\\x20-\\x7e]*\\r\\n)*");
            }
        }
        everySessionEnds();
    }
}
