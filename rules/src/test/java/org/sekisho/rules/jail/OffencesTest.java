package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Mode;
import org.sekisho.smtp.Reply;

/** What is an offence, and to which jail; each jail bans at the first one here. */
class OffencesTest {
    private static final String CLIENT = "192.0.2.7";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Precinct precinct = new Precinct();

    private Precinct.Client client(String jail) {
        return precinct.with(jail, draft -> {
                    draft.maxRetry = 1;
                    draft.goodShare = 1;
                })
                .from(CLIENT);
    }

    private List<String> evidence() {
        return precinct.banned.stream().flatMap(ban -> ban.evidence().stream()).toList();
    }

    /** Capability 1.15. */
    @Test
    void connectingAndLeavingAtOnceIsOne() {
        client("connect-and-leave").leaves(Duration.ofMillis(1_200));
        assertThat(evidence()).containsExactly("2027-01-04T12:00:00Z left after 1200 ms without mail");
    }

    /** Capability 1.15: the published example comes back every few minutes. */
    @Test
    void connectAndLeaveEveryFewMinutesIsFound() {
        precinct.with("connect-and-leave");
        for (int i = 0; i < 5; i++) {
            precinct.pass(Duration.ofMinutes(5)).from(CLIENT).leaves(SECOND);
        }
        assertThat(precinct.inForce()).containsExactly(CLIENT);
    }

    @Test
    void leavingLaterIsNone() {
        client("connect-and-leave").leaves(Duration.ofMillis(2_001));
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void leavingAfterARefusalIsNone() {
        client("connect-and-leave")
                .tell(new Happening.Refused(Reply.of(450, "4.7.1", "Later")))
                .leaves(SECOND);
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void leavingAfterMailIsNone() {
        client("connect-and-leave").sends("a@example.org").leaves(SECOND);
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void leavingOurWaitIsNotConnectingAndLeaving() {
        client("connect-and-leave")
                .tell(new Happening.DelayBegan(SECOND))
                .tell(new Happening.DelayEnded(SECOND, Happening.End.CLIENT_LEFT))
                .leaves(SECOND);
        assertThat(precinct.banned).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"QUIT", "CLIENT_LEFT"},
            mode = EnumSource.Mode.EXCLUDE)
    void anEndThatIsNotTheClientsIsNone(Cause cause) {
        client("connect-and-leave").tell(new Happening.Ended(cause, SECOND));
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void hangingUpInTheTarpitIsOne() {
        Duration wait = Duration.ofSeconds(125);
        client("tarpit")
                .tell(new Happening.DelayBegan(wait))
                .tell(new Happening.DelayEnded(wait, Happening.End.CLIENT_LEFT));
        assertThat(evidence()).containsExactly("2027-01-04T12:00:00Z left during a wait of 125 s");
    }

    @ParameterizedTest
    @EnumSource(
            value = Happening.End.class,
            names = {"WAITED", "CUT_SHORT"})
    void waitingInTheTarpitIsNone(Happening.End end) {
        client("tarpit").tell(new Happening.DelayBegan(SECOND)).tell(new Happening.DelayEnded(SECOND, end));
        assertThat(precinct.banned).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TALKED_BEFORE_GREETING, early-talkers, talked before the greeting",
        "PIPELINED_TOO_EARLY, protocol, did not wait for a reply",
        "NOT_SMTP, protocol, spoke another protocol",
        "BARE_NEWLINE, protocol, sent a bare newline"
    })
    void badMannersAreOne(Fault fault, String jail, String evidence) {
        client(jail).tell(new Happening.Misbehaved(fault));
        assertThat(evidence()).containsExactly("2027-01-04T12:00:00Z " + evidence);
    }

    @ParameterizedTest
    @CsvSource({
        "554, 5.7.1, UPSTREAM, true",
        "550, 5.7.1, UPSTREAM, true",
        "554, 5.5.4, UPSTREAM, true",
        "550, 5.1.1, UPSTREAM, false",
        "454, 4.7.1, UPSTREAM, false",
        "554, 5.7.1, POLICY, false",
        "554, 5.7.1, SESSION, false"
    })
    void askingForRelayIsOne(int code, String enhanced, Source source, boolean offence) {
        client("relay").rcpt("x@elsewhere.example", Reply.of(code, enhanced, "Relay access denied"), source);
        assertThat(precinct.banned.isEmpty()).isNotEqualTo(offence);
    }

    @ParameterizedTest
    @CsvSource({"500, 5.5.2, true", "554, 5.7.1, true", "450, 4.2.0, false"})
    void aPermanentErrorIsOne(int code, String enhanced, boolean offence) {
        client("errors").tell(new Happening.Refused(Reply.of(code, enhanced, "No")));
        assertThat(precinct.banned.isEmpty()).isNotEqualTo(offence);
    }

    @Test
    void whatHasAJailOfItsOwnIsNoErrorBesides() {
        client("errors").unknown("a@example.org").guesses("alice", 1);
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void errorsOfThoseWhoHaveLoggedInAreNone() {
        client("errors")
                .tell(new Happening.Authenticated(Optional.of("alice"), OptionalInt.empty()))
                .tell(new Happening.Refused(Reply.of(550, "5.7.1", "Too many messages")));
        assertThat(precinct.banned).isEmpty();
    }

    @Test
    void oneJailMayCountSeveral() {
        precinct.with("everything", jail -> {
            jail.counts = List.of("unknown-user", "early-talk", "auth-failure");
        });
        precinct.from(CLIENT)
                .tell(new Happening.Misbehaved(Fault.TALKED_BEFORE_GREETING))
                .unknown("a@example.org")
                .guesses("alice", 1);
        assertThat(precinct.banned)
                .singleElement()
                .satisfies(ban -> assertThat(ban.failures()).isEqualTo(3));
    }

    @Test
    void severalJailsMayCountOne() {
        JailSettings strict = Jails.defaultsOf("unknown-users").but(jail -> jail.mode = Mode.ENFORCE);
        precinct.keeper.replace(new Jails(Map.of(
                "strict", strict.but(jail -> jail.maxRetry = 1), "lax", strict.but(jail -> jail.maxRetry = 100))));
        precinct.from(CLIENT).unknown("a@example.org");
        assertThat(precinct.banned).extracting(Ban::jail).containsExactly("strict");
    }

    @Test
    void evidenceHasNoControlCharactersAndAnEnd() {
        client("errors").tell(new Happening.Refused(Reply.of(500, "x".repeat(500) + "\u0007")));
        assertThat(evidence()).singleElement().asString().hasSizeLessThan(150).doesNotContain("\u0007");
    }
}
