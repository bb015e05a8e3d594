package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.QueuedMessage;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.Await;
import org.sekisho.testing.RawClient;

/** Recipients who want other rules than their neighbours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainsIT {
    private static final String TWO_DOMAINS = """
            relay_domains = a.test b.test
            relay_recipient_maps = inline:{ user@a.test=x user@b.test=x }
            """;
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {mode: off}
                greylist: {delay: 1s}
                limits: {mode: observe}
              domains: {a.test: {greylist: off}}
            """;

    private final RealPostfix postfix = RealPostfix.usual(TWO_DOMAINS);
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 2.8: each recipient of a message gets the answer of the rules that it has chosen (U11). */
    @Test
    void deliversToTheRecipientWithoutGreylistingAndDefersTheOther() {
        try (RawClient client = mail()) {
            client.command("RCPT TO:<user@a.test>", "250 ").command("RCPT TO:<user@b.test>", "450 4.2.0 ");
            Site.sendMessage(client);
        }
        assertThat(postfix.settledQueue())
                .extracting(QueuedMessage::recipients)
                .containsExactly(List.of("user@a.test"));

        postfix.clear();
        try (RawClient client = Await.value("the other comes through", this::retry)) {
            Site.sendMessage(client);
        }
        assertThat(postfix.settledQueue())
                .extracting(QueuedMessage::recipients)
                .containsExactly(List.of("user@b.test"));
    }

    private Optional<RawClient> retry() {
        RawClient client = mail();
        if (client.command("RCPT TO:<user@b.test>").startsWith("250 ")) {
            return Optional.of(client);
        }
        client.close();
        return Optional.empty();
    }

    private RawClient mail() {
        return site.client(Site.BOT).command("MAIL FROM:<a@example.org>", "250 ");
    }
}
