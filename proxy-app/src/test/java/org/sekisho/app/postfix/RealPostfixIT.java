package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sekisho.testing.RawClient;

/** The fixture itself: what it says about Postfix can be relied upon. */
class RealPostfixIT {
    private static final String MESSAGE = "From: <a@example.org>\r\n\r\nline\r\n..dot\r\n\0\u00e4\r\n";

    @Test
    void keepsAcceptedMailByteForByte() {
        try (RealPostfix postfix = RealPostfix.usual("");
                RawClient client = RawClient.connect(postfix.address())) {
            client.expect("220 ").command("EHLO client.example.org", "250-");
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("DATA", "354 ").send(MESSAGE + ".\r\n").expect("250 ");
            client.command("QUIT", "221 ");

            assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
                assertThat(message.content()).isEqualTo("From: <a@example.org>\n\nline\n.dot\n\0\u00e4\n");
                assertThat(message.sender()).isEqualTo("a@example.org");
                assertThat(message.recipients()).containsExactly("user@example.com");
                assertThat(message.received()).startsWith("Received: from client.example.org (");
            });
        }
    }

    /** What makes this Postfix a detector for smuggling: left alone, it takes two messages for one. */
    @Test
    void fallsForSmuggledMailWhenNothingStandsBeforeIt() {
        try (RealPostfix postfix = RealPostfix.usual("");
                RawClient client = RawClient.connect(postfix.address())) {
            client.expect("220 ").command("EHLO client.example.org", "250-");
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("DATA", "354 ").send("one\r\n\r\n\n.\r\n");
            client.sendLines("MAIL FROM:<evil@example.org>", "RCPT TO:<user@example.com>", "DATA", "two", ".", "QUIT");
            client.rest();

            assertThat(postfix.settledQueue()).hasSize(2);
        }
    }

    @Test
    void leavesNothingBehind() {
        RealPostfix postfix = RealPostfix.usual("");
        postfix.close();

        assertThat(postfix.spool()).doesNotExist();
        assertThatThrownBy(() -> RawClient.connect(postfix.address())).hasMessageContaining("cannot connect");
    }
}
