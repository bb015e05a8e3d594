package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.net.ProxyStartException;
import org.sekisho.rules.recipients.RecipientSettings.Asking;
import org.sekisho.rules.recipients.RecipientSettings.Unremembered;
import org.sekisho.testing.Background;
import org.sekisho.testing.Changed;
import org.sekisho.testing.RawClient;

/** The recipient memory in a real proxy before a mail server that counts what it is asked. */
final class RecipientsOnTheWireTest {
    private static final RecipientSettings SETTINGS = Changed.in(RecipientSettings.DEFAULTS, "refresh", 0);
    private static final String UNKNOWN = "550 5.1.1 User unknown in local recipient table\r\n";

    @Test
    @DisplayName(
            "capability 0.2: an unknown recipient is refused without a connection to the mail server, or a look-up there")
    void refusesWithoutTheMailServer() throws ProxyStartException {
        try (Gateway gateway = new Gateway(SETTINGS)) {
            gateway.upstream.on("RCPT", UNKNOWN);
            try (RawClient first = gateway.client("192.0.2.1")) {
                first.command("RCPT TO:<nobody@example.org>", UNKNOWN.strip());
            }
            assertThat(gateway.lookups()).isEqualTo(1);

            for (int i = 0; i < 20; i++) {
                try (RawClient next = gateway.client("198.51.100." + i)) {
                    assertThat(next.command("RCPT TO:<nobody@EXAMPLE.ORG>"))
                            .startsWith("550 5.1.1 <nobody@EXAMPLE.ORG>: Recipient address rejected: User unknown");
                }
            }

            assertThat(gateway.lookups()).isEqualTo(1);
            assertThat(gateway.connections()).hasSize(1);
        }
    }

    @Test
    void whomTheMailServerTookItIsAskedAgain() throws ProxyStartException {
        try (Gateway gateway = new Gateway(SETTINGS)) {
            try (RawClient first = gateway.client("192.0.2.1")) {
                first.command("RCPT TO:<a@example.org>", "250");
            }
            gateway.upstream.on("RCPT", "452 4.2.2 Mailbox full\r\n");

            try (RawClient second = gateway.client("192.0.2.1")) {
                assertThat(second.command("RCPT TO:<a@example.org>")).isEqualTo("452 4.2.2 Mailbox full");
            }
        }
    }

    @Test
    void aHarvesterCostsTheMailServerNoSessions() throws ProxyStartException {
        try (Gateway gateway = new Gateway(
                Changed.in(SETTINGS, Map.of("unremembered", Unremembered.ASK, "ask", new Asking(1, 50, 50))))) {
            gateway.upstream.on("RCPT", UNKNOWN);

            for (int session = 0; session < 8; session++) {
                try (RawClient harvester = gateway.client("192.0.2." + session)) {
                    harvester.command("RCPT TO:<guess" + session + "@example.org>", "550 5.1.1");
                }
            }

            assertThat(gateway.lookups()).isEqualTo(8);
            assertThat(gateway.connections()).hasSize(1);
            assertThat(gateway.connections().get(0).received()).startsWith("EHLO mx.example.org");
        }
    }

    @Test
    void aHundredThousandGuessesDoNotFillTheMemory() throws Exception {
        int most = 20_000;
        try (Gateway gateway = new Gateway(Changed.in(SETTINGS, Map.of("records", most, "recordsPerNetwork", 500)))) {
            gateway.upstream.on("RCPT", UNKNOWN);
            CompletableFuture<?>[] bots = IntStream.range(0, 4)
                    .mapToObj(bot -> Background.run(() -> guess(gateway, bot)))
                    .toArray(CompletableFuture<?>[]::new);

            CompletableFuture.allOf(bots).get(150, TimeUnit.SECONDS);

            assertThat(gateway.lookups()).isEqualTo(100_000);
            assertThat(new RecipientMemory(
                                    Changed.in(SETTINGS, Map.of("records", most, "recordsPerNetwork", 500)),
                                    gateway.store,
                                    InstantSource.system())
                            .stats()
                            .recipients())
                    .isLessThanOrEqualTo(most);
            assertThat(gateway.store.octets()).isLessThan(most * 400L);
        }
    }

    /** 25 sessions from networks of their own, each with 1,000 names in groups of 100. */
    private static void guess(Gateway gateway, int bot) {
        for (int session = 0; session < 25; session++) {
            try (RawClient client = gateway.client("10." + bot + "." + session + ".1")) {
                for (int group = 0; group < 10; group++) {
                    String start = "RCPT TO:<guess." + bot + "." + session + "." + group + ".";
                    List<String> lines = IntStream.range(0, 100)
                            .mapToObj(i -> start + i + "@example.org>")
                            .toList();
                    client.sendLines(lines.toArray(String[]::new));
                    lines.forEach(line -> client.expect("550 5.1.1"));
                }
            }
        }
    }
}
