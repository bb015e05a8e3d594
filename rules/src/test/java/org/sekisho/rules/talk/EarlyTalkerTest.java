package org.sekisho.rules.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sekisho.policy.Happening.Fault.PIPELINED_TOO_EARLY;
import static org.sekisho.policy.Happening.Fault.TALKED_BEFORE_GREETING;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.LateStore;
import org.sekisho.rules.Placement;
import org.sekisho.rules.talk.EarlyTalkerSettings.Action;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.FullStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StalledStore;

/** Clients that do not wait for the greeting (O8, O9). */
class EarlyTalkerTest {
    private static final EarlyTalkerSettings SETTINGS = EarlyTalkerSettings.DEFAULTS;
    private static final Duration WAIT = SETTINGS.greetWait();

    private final ManualTime time = new ManualTime();
    private final StateStore store = new MemoryStore(time);

    private Talkers rule(Mode mode, EarlyTalkerSettings settings) {
        return new Talkers(Placement.of(EarlyTalker.TYPE, mode).with(settings), store, time);
    }

    private Talkers enforced() {
        return rule(Mode.ENFORCE, SETTINGS);
    }

    // Waiting

    @Test
    void aStrangerWaitsForItsGreeting() {
        assertThat(enforced().client().greeting()).isEqualTo(WAIT);
    }

    @Test
    void aClientThatHasDeliveredMailDoesNotWait() {
        Talkers rule = enforced();
        rule.client().messageAnswered(250);
        assertThat(rule.client().greeting()).isZero();
        assertThat(rule.client("203.0.113.9").greeting()).isEqualTo(WAIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {451, 550})
    void aClientWhoseMailWasNotTakenWaitsAgain(int code) {
        Talkers rule = enforced();
        rule.client().messageAnswered(code);
        assertThat(rule.client().greeting()).isEqualTo(WAIT);
    }

    @Test
    void aClientThatDeliversNothingForAMonthWaitsAgain() {
        Talkers rule = enforced();
        rule.client().messageAnswered(250);
        time.advance(Duration.ofDays(31));
        assertThat(rule.client().greeting()).isEqualTo(WAIT);
    }

    @Test
    void aClientThatKeepsDeliveringStaysKnown() {
        Talkers rule = enforced();
        for (int i = 0; i < 5; i++) {
            Talkers.Talker client = rule.client();
            client.greeting();
            client.messageAnswered(250);
            time.advance(Duration.ofDays(20));
        }
        assertThat(rule.client().greeting()).isZero();
    }

    @Test
    void nobodyWaitsWhereTheWaitIsNothing() {
        EarlyTalkerSettings noWait =
                new EarlyTalkerSettings(Duration.ZERO, Action.REFUSE, SETTINGS.remember(), List.of());
        Talkers.Talker client = rule(Mode.ENFORCE, noWait).client();
        assertThat(client.greeting()).isZero();
        client.breaks(TALKED_BEFORE_GREETING).helo();
        assertThat(client.rcpt()).isEqualTo(550);
    }

    // Talking

    @Test
    void aClientThatTalkedIsRefusedAtEachRecipientButPostmaster() {
        Talkers.Talker bot = enforced().client();
        bot.greeting();
        assertThat(bot.breaks(TALKED_BEFORE_GREETING).helo()).isEqualTo(Decision.PASS);
        assertThat(bot.rcpt()).isEqualTo(550);
        assertThat(bot.rcpt("c@example.org")).isEqualTo(550);
        assertThat(bot.rcpt("postmaster@example.org")).isEqualTo(250);
    }

    @Test
    void aClientThatTalkedMayBeDropped() {
        EarlyTalkerSettings dropping = new EarlyTalkerSettings(WAIT, Action.DROP, SETTINGS.remember(), List.of());
        Talkers.Talker bot = rule(Mode.ENFORCE, dropping).client();
        assertThat(bot.breaks(TALKED_BEFORE_GREETING).helo())
                .isInstanceOfSatisfying(
                        Decision.HangUp.class,
                        hangUp -> assertThat(hangUp.reply().code()).isEqualTo(521));
    }

    @Test
    void aClientThatWaitsIsNotRefused() {
        Talkers.Talker client = enforced().client();
        client.greeting();
        client.helo();
        assertThat(client.rcpt()).isEqualTo(250);
    }

    @Test
    void otherFaultsAreNotItsBusiness() {
        assertThat(enforced().client().breaks(PIPELINED_TOO_EARLY).rcpt()).isEqualTo(250);
    }

    @Test
    void aKnownClientThatTalksIsRefusedAndWaitsAgain() {
        Talkers rule = enforced();
        rule.client().messageAnswered(250);
        Talkers.Talker changed = rule.client();
        changed.greeting();
        changed.breaks(TALKED_BEFORE_GREETING);
        assertThat(changed.rcpt()).isEqualTo(550);
        assertThat(rule.client().greeting()).isEqualTo(WAIT);
    }

    // Whom it leaves alone

    /** A false alarm elsewhere, see bug 64. */
    @Test
    void anExemptNetworkNeitherWaitsNorIsRefused() {
        EarlyTalkerSettings exempting =
                new EarlyTalkerSettings(WAIT, Action.DROP, SETTINGS.remember(), List.of("198.51.100.0/24"));
        Talkers.Talker client = rule(Mode.ENFORCE, exempting).client();
        assertThat(client.greeting()).isZero();
        assertThat(client.breaks(TALKED_BEFORE_GREETING).helo()).isEqualTo(Decision.PASS);
    }

    @Test
    void usersOnASubmissionPortAreLeftAlone() {
        Talkers.Talker user = enforced().onSubmission();
        assertThat(user.greeting()).isZero();
        assertThat(user.breaks(TALKED_BEFORE_GREETING).rcpt()).isEqualTo(250);
    }

    // Watching

    @Test
    void watchingDelaysAndRefusesNobody() {
        Talkers.Talker bot = rule(Mode.OBSERVE, SETTINGS).client();
        assertThat(bot.greeting()).isZero();
        assertThat(bot.breaks(TALKED_BEFORE_GREETING).rcpt()).isEqualTo(250);
    }

    @Test
    void watchingLearnsWhoDeliversMail() {
        rule(Mode.OBSERVE, SETTINGS).client().messageAnswered(250);
        assertThat(enforced().client().greeting()).isZero();
    }

    @Test
    void watchingDoesNotLearnFromThoseWhoTalk() {
        rule(Mode.OBSERVE, SETTINGS).client().breaks(TALKED_BEFORE_GREETING).messageAnswered(250);
        assertThat(enforced().client().greeting()).isEqualTo(WAIT);
    }

    @Test
    void watchingForgetsWhoTalksAlsoIfItWasFasterThanTheStore() {
        enforced().client().messageAnswered(250);
        LateStore late = new LateStore(store);
        late.beLate();
        Talkers.Talker bot =
                new Talkers(Placement.of(EarlyTalker.TYPE, Mode.OBSERVE).with(SETTINGS), late, time).client();
        assertThat(bot.greeting()).isZero();
        bot.breaks(TALKED_BEFORE_GREETING);
        late.catchUp();

        assertThat(enforced().client().greeting()).isEqualTo(WAIT);
    }

    // A store that fails

    static Stream<StateStore> failingStores() {
        return Stream.of(new DeadStore(), new StalledStore());
    }

    private Talkers on(StateStore failing, FailureAnswer answer) {
        Placement<?, ?> rule = new Placement<>(EarlyTalker.TYPE, Mode.ENFORCE, Duration.ofMillis(50), answer, SETTINGS);
        return new Talkers(rule, failing, time);
    }

    @ParameterizedTest
    @MethodSource("failingStores")
    void nobodyWaitsForAStoreThatFails(StateStore failing) {
        assertThat(on(failing, FailureAnswer.PASS).client().greeting()).isZero();
    }

    @ParameterizedTest
    @MethodSource("failingStores")
    void anOperatorMayDeferWhileTheStoreFails(StateStore failing) {
        Talkers.Talker client = on(failing, FailureAnswer.DEFER).client();
        client.greeting();
        assertThat(client.rcpt()).isEqualTo(451);
    }

    @ParameterizedTest
    @MethodSource("failingStores")
    void whoTalksIsKnownWithoutAStore(StateStore failing) {
        Talkers.Talker bot = on(failing, FailureAnswer.PASS).client();
        bot.greeting();
        bot.breaks(TALKED_BEFORE_GREETING).messageAnswered(250);
        assertThat(bot.rcpt()).isEqualTo(550);
    }

    @Test
    void aFullStoreStillTellsWhoNeedNotWaitAndRemembersNobodyElse() {
        enforced().client().messageAnswered(250);
        Talkers rule = on(new FullStore(store), FailureAnswer.DEFER);
        assertThat(rule.client().greeting()).isZero();
        rule.client("203.0.113.9").messageAnswered(250);

        Talkers.Talker stranger = rule.client("203.0.113.9");
        assertThat(stranger.greeting()).isEqualTo(WAIT);
        assertThat(stranger.rcpt()).isEqualTo(250);
    }

    @Test
    void aKnownClientThatTalksIsRefusedAlsoWithAFullStore() {
        enforced().client().messageAnswered(250);
        Talkers.Talker changed = on(new FullStore(store), FailureAnswer.PASS).client();
        changed.greeting();

        assertThat(changed.breaks(TALKED_BEFORE_GREETING).rcpt()).isEqualTo(550);
    }

    // Settings

    @Test
    void aWaitThatServersGiveUpOnIsNoSetting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyTalkerSettings(Duration.ofSeconds(11), Action.REFUSE, WAIT, List.of()))
                .withMessage("greetWait must be 0s to 10s");
    }

    @Test
    void anExemptNetworkThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProtocolSettings(true, true, List.of("10.0.0.0/8", "office")))
                .withMessageStartingWith("exempt: 'office' is not a network");
    }
}
