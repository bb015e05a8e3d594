package org.sekisho.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.smtp.Reply;
import org.sekisho.state.StateException;

/** Who has stolen an account does not use up what its owner may do. */
final class NewPlacesTest {
    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    private static final String HOME = "192.0.2.1";
    private static final String ABROAD = "203.0.113.66";
    private static final String FARTHER = "198.51.100.9";

    @Test
    @DisplayName("capabilities 4.8, 4.9: a thief's flood is limited, and the owner at home is not")
    void countsMessagesFromNewPlacesApart() {
        Gate gate = gate(Map.of("messages-per-account", "300/1h"), Map.of());
        flood(gate, ABROAD, 300);

        assertThat(sends(gate, ABROAD)).startsWith("450 4.7.1 Too many messages from your account");
        assertThat(gate.evidence("counted for")).isEqualTo("taro@example.jp from new places");
        assertThat(sends(gate, FARTHER)).startsWith("450");
        assertThat(sends(gate, HOME)).isEqualTo("passes");
        gate.time.advance(Duration.ofHours(1));
        assertThat(sends(gate, ABROAD)).isEqualTo("passes");
    }

    @Test
    void theOwnerHasALimitToo() {
        Gate gate = gate(Map.of("messages-per-account", "2/1h"), Map.of());
        flood(gate, HOME, 2);

        assertThat(sends(gate, HOME)).startsWith("450");
        assertThat(gate.evidence("counted for")).isEqualTo("taro@example.jp");
    }

    @Test
    void countsRecipientsFromNewPlacesApart() {
        Gate gate = gate(Map.of("recipients-per-account", "1/1h"), Map.of());
        flood(gate, ABROAD, 1);
        Gate.Client thief = gate.user(ABROAD, "taro@example.jp");
        thief.mail("taro@example.jp");
        Gate.Client owner = gate.user(HOME, "taro@example.jp");
        owner.mail("taro@example.jp");

        assertThat(thief.rcpt("b@example.net")).startsWith("452 4.5.3");
        assertThat(owner.rcpt("b@example.net")).isEqualTo("passes");
    }

    @Test
    void chargesWhatWasSentToTheSameShare() {
        Gate gate = gate(Map.of("bytes-per-account", "1KiB/1h"), Map.of());
        Gate.Client thief = gate.user(ABROAD, "taro@example.jp");
        thief.mail("taro@example.jp");
        thief.rcpt("b@example.net");
        thief.sent(10_000, OK);

        assertThat(sends(gate, ABROAD)).startsWith("450");
        assertThat(sends(gate, HOME)).isEqualTo("passes");
    }

    @Test
    void countsSessionsFromNewPlacesApart() {
        Gate gate = gate(Map.of(), Map.of("account", 1));
        gate.user(ABROAD, "taro@example.jp").mail("taro@example.jp");

        assertThat(sends(gate, FARTHER))
                .startsWith("450 4.7.1 Too many connections at the same time from your account");
        assertThat(sends(gate, HOME)).isEqualTo("passes");
    }

    @Test
    void countsAllTogetherWhileTheAccountIsLearnt() {
        Gate gate = gate(Map.of("messages-per-account", "1/1h"), Map.of());
        gate.docket.ask((account, client) -> CompletableFuture.completedStage(Familiarity.LEARNING));
        flood(gate, ABROAD, 1);

        assertThat(sends(gate, HOME)).startsWith("450");
    }

    @Test
    void countsAllTogetherWhileNobodyCanTell() {
        Gate gate = gate(Map.of("messages-per-account", "1/1h"), Map.of());
        gate.docket.ask((account, client) -> CompletableFuture.failedStage(new StateException("refused")));
        flood(gate, ABROAD, 1);

        assertThat(sends(gate, HOME)).startsWith("450");
    }

    @Test
    void doesNotWaitForAStoreThatDoesNotAnswer() {
        Gate gate = gate(Map.of("messages-per-account", "1/1h"), Map.of());
        gate.docket.ask((account, client) -> new CompletableFuture<>());
        flood(gate, ABROAD, 1);

        assertThat(sends(gate, HOME)).startsWith("450");
    }

    private static Gate gate(Map<String, String> rates, Map<String, Integer> atOnce) {
        Gate gate = new Gate(Mode.ENFORCE, new LimitsSettings(rates, atOnce));
        gate.docket.ask((account, client) -> knows(client.getHostAddress().equals(HOME)));
        return gate;
    }

    private static CompletionStage<Familiarity> knows(boolean home) {
        return CompletableFuture.completedStage(home ? Familiarity.HOME : Familiarity.NEW);
    }

    private static void flood(Gate gate, String address, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(sends(gate, address)).isEqualTo("passes");
        }
    }

    /** What MAIL gets, in a session of its own whose message, if there is one, has one recipient. */
    private static String sends(Gate gate, String address) {
        Gate.Client client = gate.user(address, "taro@example.jp");
        String answer = client.mail("taro@example.jp");
        String refused = answer.equals("passes") ? client.rcpt("friend@example.net") : answer;
        if (refused.equals("passes")) {
            client.data();
            client.sent(500, OK);
        }
        client.end();
        return refused;
    }
}
