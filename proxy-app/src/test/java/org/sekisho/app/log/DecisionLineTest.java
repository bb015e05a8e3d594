package org.sekisho.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Entry;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;

final class DecisionLineTest {
    private static final Reply LATER = Reply.of(450, "4.2.0", "Come back later");

    /** Capability 2.7. */
    @Test
    void namesClientSenderAndRecipientEvenWhereRulesOnlyWatch() throws UnknownHostException {
        Trail trail = trail(
                atRcpt("host \"x\"\r\n"),
                List.of(
                        entry("recipients", Mode.ENFORCE, Effect.PASSED, Finding.pass("known")),
                        entry("s25r", Mode.OBSERVE, Effect.WOULD_HAVE_ACTED, Finding.refuse(LATER, "a suspect")),
                        entry(
                                "tarpit",
                                Mode.OBSERVE,
                                Effect.WOULD_HAVE_ACTED,
                                Finding.slow(Duration.ofSeconds(60), "it waits"))),
                Trail.Outcome.PASSED,
                Duration.ZERO,
                Optional.empty());

        assertThat(text(trail))
                .isEqualTo(" session=s-1 ref=ABCD2345 point=recipient outcome=passed listener=mx client=192.0.2.7"
                        + " helo=\"host \\\"x\\\"\\r\\n\" from=a@example.net to=b@example.jp would_act=s25r,tarpit"
                        + " because=\"a suspect\"");
    }

    @Test
    void tellsWhatWasDoneAndWhy() throws UnknownHostException {
        Trail trail = trail(
                atRcpt("mx.example.net"),
                List.of(
                        entry("tarpit", Mode.ENFORCE, Effect.ACTED, Finding.slow(Duration.ofSeconds(9), "it waits")),
                        entry("greylist", Mode.ENFORCE, Effect.ACTED, Finding.refuse(LATER, "first seen"))),
                Trail.Outcome.REFUSED,
                Duration.ofSeconds(9),
                Optional.of(LATER));

        assertThat(text(trail))
                .endsWith(" acted=tarpit,greylist because=\"first seen\" delay=9.000 reply=\"450 4.2.0 Come back"
                        + " later\"");
    }

    @Test
    void tellsWhatIsHeldBeforeTheRecipientIsKnown() throws UnknownHostException {
        Trail trail = trail(
                new Stage.AtConnect(connection()),
                List.of(entry("dns-lists", Mode.ENFORCE, Effect.HELD, Finding.refuse(LATER, "listed"))),
                Trail.Outcome.PASSED,
                Duration.ZERO,
                Optional.empty());

        assertThat(text(trail))
                .isEqualTo(" session=s-1 ref=ABCD2345 point=connect outcome=passed listener=mx client=192.0.2.7"
                        + " held=dns-lists because=listed");
    }

    private static String text(Trail trail) {
        StringBuilder line = new StringBuilder();
        new DecisionLine(trail, Names.AS_THEY_ARE).write(new TextFields(line));
        return line.toString();
    }

    private static Trail trail(
            Stage stage, List<Entry> entries, Trail.Outcome outcome, Duration delay, Optional<Reply> reply) {
        return new Trail("ABCD2345", Instant.EPOCH, stage, entries, outcome, delay, reply);
    }

    private static Entry entry(String rule, Mode mode, Effect effect, Finding finding) {
        return new Entry(rule, Point.RECIPIENT, mode, effect, finding, Duration.ZERO);
    }

    private static Stage.AtRcpt atRcpt(String helo) throws UnknownHostException {
        return new Stage.AtRcpt(
                connection(),
                new Stage.Introduction(helo, true, false, false, Optional.empty()),
                new ReversePath(Optional.of(new Mailbox("a@example.net", "a", "example.net"))),
                new Mailbox("b@example.jp", "b", "example.jp"));
    }

    private static Stage.Connection connection() throws UnknownHostException {
        return new Stage.Connection(
                "s-1", "mx", false, InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7}), 40_000);
    }
}
