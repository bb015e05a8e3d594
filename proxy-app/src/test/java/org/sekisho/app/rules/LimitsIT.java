package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** Who is over a limit: what the client is told, what becomes of its mail, and what the operator finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
    private static final String RULES = """
            rules:
              profile: observe
              set: {limits: {mode: enforce, rates: {recipients-per-connection: 2/1h}, atOnce: {address: 2}}}
            """;

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 4.10: the recipients that were taken get the message, and the client comes back for the other. */
    @Test
    void takesNoMoreRecipientsThanTheLimitAndDeliversToThose() {
        String refusal;
        try (RawClient client = site.client(Site.MAIL_SERVER)) {
            client.command("MAIL FROM:<list@example.org>", "250 ")
                    .command("RCPT TO:<user@example.com>", "250 ")
                    .command("RCPT TO:<second@example.com>", "250 ");
            refusal = client.command("RCPT TO:<third@example.com>");
            Site.sendMessage(client);
        }

        assertThat(refusal)
                .matches("452 4\\.5\\.3 Too many recipients on this connection, try again later \\(ref \\w{8}\\)");
        assertThat(postfix.settledQueue())
                .extracting(QueuedMessage::recipients)
                .containsExactly(List.of("user@example.com", "second@example.com"));
        assertLogged(refusal, "point=recipient outcome=refused", "to=third@example.com", "acted=limits");
        assertThat(site.ask("why", Site.reference(refusal))).contains("limit: recipients-per-connection: 2/1h");
    }

    /** Capability 4.10: who has too many connections at the same time is sent away, until it closes one. */
    @Test
    void sendsAConnectionTooManyAwayUntilAnotherIsClosed() {
        String address = site.bot(40);
        RawClient first = site.client(address);
        try (RawClient second = site.client(address)) {
            String refusal;
            try (RawClient third = site.connect(address)) {
                refusal = third.reply();
                assertThat(third.rest()).as("after the refusal").isEmpty();
            }
            assertThat(refusal).matches("421 4\\.7\\.0 Too many connections at the same time .* \\(ref \\w{8}\\)");
            assertLogged(refusal, "point=connect outcome=disconnected", "client=" + address, "acted=limits");
            assertThat(site.ask("why", Site.reference(refusal))).contains("limit: atOnce.address: 2");

            first.close();

            Await.until("there is room again", () -> greeting(address).startsWith("220"));
            second.command("NOOP", "250 ");
        }
    }

    private String greeting(String address) {
        try (RawClient client = site.connect(address)) {
            return client.reply();
        }
    }

    private void assertLogged(String refusal, String... parts) {
        assertThat(site.awaitLog(" decision .*ref=" + Site.reference(refusal))).contains(parts);
    }
}
