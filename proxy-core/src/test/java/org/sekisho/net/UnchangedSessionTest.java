package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.net.SubmissionPort.PLAIN;
import static org.sekisho.net.SubmissionPort.always;
import static org.sekisho.net.SubmissionPort.mechanisms;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** What a user's program sends, the mail server gets, and the other way round. */
class UnchangedSessionTest {
    private static final List<String> ENVELOPE = List.of(
            "AUTH PLAIN " + PLAIN, "MAIL FROM:<alice@example.org> SIZE=160", "RCPT TO:<bob@example.com>", "DATA");
    private static final List<String> MESSAGE = List.of(
            "From: Alice <alice@example.org>",
            "To: bob@example.com",
            "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=",
            "\tfolded ",
            "",
            "..a stuffed dot, a blank at the end ",
            "",
            "  two blanks, a tab\t",
            ".");

    @TempDir
    private Path directory;

    @Test
    @DisplayName("capability 4.17: a mail user agent's session reaches the mail server byte for byte unchanged")
    void reachesTheMailServerByteForByte() throws Exception {
        try (SubmissionPort port = new SubmissionPort(
                directory, mechanisms("PLAIN").offers("SIZE 1000000").on("AUTH", always("235 2.7.0 Welcome")))) {
            try (RawClient client = port.client()) {
                client.command(ENVELOPE.get(0), "235 2.7.0 Welcome");
                client.command(ENVELOPE.get(1), "250 2.0.0 Ok").command(ENVELOPE.get(2), "250 2.0.0 Ok");
                client.command(ENVELOPE.get(3), "354 ");
                client.sendLines(MESSAGE.toArray(String[]::new)).expect("250 2.0.0 queued");
                client.command("QUIT", "221");
            }
            List<String> said = Stream.of(ENVELOPE, MESSAGE, List.of("QUIT"))
                    .flatMap(List::stream)
                    .toList();
            Await.until(
                    "the mail server has heard QUIT",
                    () -> port.upstream.peer(1).heard().contains("QUIT"));

            List<String> heard = port.upstream.peer(1).heard();

            assertThat(heard.get(0)).startsWith("EHLO ");
            assertThat(heard.subList(1, heard.size())).isEqualTo(said);
        }
    }
}
