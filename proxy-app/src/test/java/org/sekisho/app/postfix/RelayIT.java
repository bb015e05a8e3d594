package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.testing.RawClient;

/** What Postfix says about an envelope reaches the client, and what the client said reaches Postfix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayIT {
    private static final int POSTFIX_SIZE_LIMIT = 100_000;

    private final RealPostfix postfix = RealPostfix.usual("message_size_limit = " + POSTFIX_SIZE_LIMIT + "\n");
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

    @Test
    void relaysThatAUserIsUnknown() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            assertThat(client.command("RCPT TO:<nobody@example.com>"))
                    .startsWith("550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown");
        }
    }

    @Test
    void deliversToTheRecipientsThatPostfixTook() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<nobody@example.com>", "550 5.1.1 ");
            client.command("RCPT TO:<user@example.com>", "250 ");
            client.command("RCPT TO:<no.one@example.com>", "550 5.1.1 ");
            client.command("RCPT TO:<second@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.recipients()).containsExactly("user@example.com", "second@example.com"));
    }

    @Test
    void answersAPipelinedGroupInOrder() {
        try (RawClient client = front.client()) {
            client.sendLines(
                    "MAIL FROM:<a@example.org>",
                    "RCPT TO:<nobody@example.com>",
                    "RCPT TO:<user@example.com>",
                    "RCPT TO:<no.one@example.com>",
                    "DATA");
            client.expect("250 2.1.0 ")
                    .expect("550 5.1.1 <nobody@")
                    .expect("250 2.1.5 ")
                    .expect("550 5.1.1 <no.one@");
            client.expect("354 ");
            client.sendLines("Subject: one", "", ".", "QUIT");
            client.expect("250 ").expect("221 ");
        }
        assertThat(postfix.settledQueue()).hasSize(1);
    }

    /** The proxy's own address is in Postfix's mynetworks: without XCLIENT this would be an open relay (C11). */
    @Test
    void refusesToRelayForAnOutsideClient() {
        try (RawClient client = front.clientFrom("198.51.100.9")) {
            client.command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<someone@elsewhere.example>", "554 5.7.1 ");
            client.command("RCPT TO:<user@example.com>", "250 ");
        }
    }

    @Test
    void relaysSeveralTransactionsOfOneSession() {
        try (RawClient client = front.client()) {
            for (String recipient : new String[] {"user", "second", "third"}) {
                client.command("MAIL FROM:<from-" + recipient + "@example.org>", "250 ");
                client.command("RCPT TO:<" + recipient + "@example.com>", "250 ");
                client.command("DATA", "354 ")
                        .sendLines("Subject: to " + recipient, "", ".")
                        .expect("250 ");
            }
            client.command("QUIT", "221 ");
        }
        assertThat(postfix.settledQueue()).hasSize(3).allSatisfy(message -> {
            String recipient = message.recipients().get(0).replace("@example.com", "");
            assertThat(message.recipients()).hasSize(1);
            assertThat(message.sender()).isEqualTo("from-" + recipient + "@example.org");
            assertThat(message.content()).startsWith("Subject: to " + recipient + "\n");
        });
    }

    @Test
    void forgetsTheEnvelopeAtRset() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("RSET", "250 ");
            client.command("RCPT TO:<third@example.com>", "503 ");
            client.command("MAIL FROM:<b@example.org>", "250 ").command("RCPT TO:<second@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
            assertThat(message.sender()).isEqualTo("b@example.org");
            assertThat(message.recipients()).containsExactly("second@example.com");
        });
    }

    @Test
    void forgetsTheEnvelopeAtASecondEhlo() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("EHLO client.example.org", "250-");
            client.command("DATA", "503 ");
            client.command("MAIL FROM:<b@example.org>", "250 ").command("RCPT TO:<second@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue())
                .singleElement()
                .satisfies(message -> assertThat(message.recipients()).containsExactly("second@example.com"));
    }

    @Test
    void offersNoLargerSizeThanPostfixTakes() {
        try (RawClient client = RawClient.connect(front.address()).expect("220 ")) {
            assertThat(client.command("EHLO client.example.org").lines()).contains("250-SIZE " + POSTFIX_SIZE_LIMIT);
        }
    }

    @Test
    void refusesADeclaredSizeThatIsTooLarge() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org> SIZE=" + (POSTFIX_SIZE_LIMIT + 1), "552 5.3.4 ");
        }
    }

    @Test
    void refusesATooLargeMessageAtItsEndAndGoesOn() {
        String line = "x".repeat(998);
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            client.command("DATA", "354 ");
            for (int sent = 0; sent <= POSTFIX_SIZE_LIMIT; sent += line.length()) {
                client.sendLines(line);
            }
            client.send(".\r\n").expect("552 5.3.4 ");
            client.command("MAIL FROM:<b@example.org>", "250 ").command("RCPT TO:<user@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly("b@example.org");
    }

    @Test
    void passesTheDsnParametersOn() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org> RET=HDRS ENVID=QQ+2B314159", "250 ");
            client.command("RCPT TO:<user@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@Example.ORG", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
            // Postfix's own numbers: RET=HDRS is 2, NOTIFY=SUCCESS is 2, DELAY is 8.
            assertThat(message.attribute("ret_flags")).contains("2");
            assertThat(message.attribute("envelope_id")).contains("QQ+314159");
            assertThat(message.attribute("notify_flags")).contains("10");
            assertThat(message.attribute("dsn_orig_rcpt")).contains("rfc822;Bob@Example.ORG");
        });
    }

    @Test
    void passesTheBodyTypeOn() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org> BODY=8BITMIME", "250 ");
            client.command("RCPT TO:<user@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue())
                .singleElement()
                .satisfies(message -> assertThat(message.attribute("encoding")).contains("8bit"));
    }

    @Test
    void passesInternationalAddressesOnByteForByte() {
        String sender = "j\u00c3\u00b6rg@example.org"; // UTF-8, one char an octet
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<" + sender + "> SMTPUTF8 BODY=8BITMIME", "250 ");
            client.command("RCPT TO:<user@example.com>", "250 ");
            sendBody(client);
        }
        assertThat(postfix.settledQueue()).extracting(QueuedMessage::sender).containsExactly(sender);
    }

    @Test
    void asksPostfixNothingForVrfy() {
        try (RawClient client = front.client()) {
            client.command("MAIL FROM:<a@example.org>", "250 ").command("RCPT TO:<second@example.com>", "250 ");
            client.command("VRFY second", "252 ");
            client.command("EXPN second", "502 ");
            client.command("ETRN example.com", "50");
            client.command("QUIT", "221 ");
        }
        postfix.settledQueue();
        assertThat(postfix.log()).doesNotContain("vrfy=", "etrn=", "unknown=");
    }

    @Test
    void defersWhilePostfixIsDown() {
        try (RealPostfix stopped = RealPostfix.usual("");
                Front front = Front.inbound(stopped);
                RawClient client = front.client()) {
            stopped.halt();
            client.command("MAIL FROM:<a@example.org>", "250 ");
            client.command("RCPT TO:<user@example.com>", "451 ");
            client.command("QUIT", "221 ");
        }
    }

    private static void sendBody(RawClient client) {
        client.command("DATA", "354 ")
                .sendLines("Subject: one", "", "body", ".")
                .expect("250 ");
        client.command("QUIT", "221 ");
    }
}
