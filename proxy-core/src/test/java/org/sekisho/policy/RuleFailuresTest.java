package org.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.policy.Rules.LATER;
import static org.sekisho.policy.Rules.NEVER;
import static org.sekisho.policy.Rules.NOTHING;
import static org.sekisho.policy.Rules.failing;
import static org.sekisho.policy.Rules.rule;
import static org.sekisho.policy.Session.asked;
import static org.sekisho.policy.Session.code;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Finding.Evidence;
import org.sekisho.testing.Background;

/** Checks that fail, throw, or take too long; and those whose answers come from elsewhere. */
class RuleFailuresTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private static final Map<String, Check<Stage>> TROUBLES = Map.of(
            "failed", (stage, inquiry) -> CompletableFuture.failedStage(new IllegalStateException("the disk is full")),
            "throwing",
                    (stage, inquiry) -> {
                        throw new IllegalStateException("the disk is full");
                    },
            "slow", (stage, inquiry) -> new CompletableFuture<>(),
            "failed late",
                    (stage, inquiry) -> Background.run(() -> {
                                throw new IllegalStateException("the disk is full");
                            })
                            .thenApply(none -> NOTHING),
            "empty", RuleFailuresTest::empty);

    private final Session session = new Session();

    /** A check that breaks its contract. */
    @SuppressWarnings("NullAway")
    private static CompletionStage<Finding> empty(Stage stage, Check.Inquiry inquiry) {
        return CompletableFuture.completedStage(null);
    }

    private static Rule<Stage> trouble(String which, Finding onFailure) {
        return failing(rule("dns-lists", Objects.requireNonNull(TROUBLES.get(which))), onFailure, SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "throwing", "slow", "failed late", "empty"})
    void troubleIsTheDeclaredAnswer(String which) {
        session.at(Point.RECIPIENT, trouble(which, LATER));
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(450);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "throwing", "slow", "failed late", "empty"})
    void theRulesBehindATroubleThatPassesAreAsked(String which) {
        session.at(Point.RECIPIENT, trouble(which, NOTHING), rule("greylist", NEVER));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(asked(judgement)).containsExactly("dns-lists", "greylist");
        assertThat(code(judgement)).isEqualTo(550);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "throwing", "slow", "failed late", "empty"})
    void troubleIsCounted(String which) {
        session.at(Point.RECIPIENT, trouble(which, NOTHING));
        session.rcpt("b@example.org");
        assertThat(session.policy().rules(Point.RECIPIENT).get(0).counts().failures())
                .isOne();
    }

    @Test
    void theTrailSaysWhatFailed() {
        session.at(Point.RECIPIENT, trouble("failed", NOTHING), trouble("slow", NOTHING));
        List<Trail.Entry> entries = session.rcpt("b@example.org").trail().entries();
        assertThat(entries.get(0).finding().evidence())
                .containsExactly(new Evidence("failure", "java.lang.IllegalStateException: the disk is full"));
        assertThat(entries.get(1).finding().evidence())
                .containsExactly(new Evidence("failure", "no answer within 20 ms"));
    }

    /** The timer of the JDK is one thread for all sessions: what is slow there delays everybody's timeouts. */
    @Test
    void whatFollowsATimeoutIsAskedOnTheSessionsThread() {
        List<String> threads = new CopyOnWriteArrayList<>();
        Check<Stage> noting = (known, inquiry) -> {
            threads.add(Thread.currentThread().getName());
            return CompletableFuture.completedStage(NOTHING);
        };
        session.on(task -> new Thread(task, "the session's").start())
                .at(Point.RECIPIENT, trouble("slow", NOTHING), rule("greylist", noting));
        session.rcpt("b@example.org");
        assertThat(threads).containsExactly("the session's");
    }

    /** A failure that speaks to operators, as those of stores and name servers do. */
    private static final class DiskFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DiskFull() {
            super("the disk is full");
        }
    }

    @Test
    void theTrailHasTheWordsOfAFailureAndNoClassName() {
        session.at(
                Point.RECIPIENT,
                failing(
                        rule("greylist", (known, inquiry) -> CompletableFuture.failedStage(new DiskFull())),
                        NOTHING,
                        SOON));
        Trail.Entry entry = session.rcpt("b@example.org").trail().entries().get(0);
        assertThat(entry.finding().evidence()).containsExactly(new Evidence("failure", "the disk is full"));
    }

    @Test
    void troubleBeforeRcptIsHeldLikeAnyRefusal() {
        session.at(Point.HELO, trouble("failed", LATER));
        assertThat(code(session.helo("c.example"))).isEqualTo(250);
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(450);
    }

    @Test
    void anAnswerThatComesTooLateChangesNothing() {
        CompletableFuture<Finding> answer = new CompletableFuture<>();
        session.at(Point.RECIPIENT, failing(rule("dns-lists", (stage, inquiry) -> answer), NOTHING, SOON));
        Judgement judgement = session.rcpt("b@example.org");
        answer.complete(NEVER);
        assertThat(code(judgement)).isEqualTo(250);
    }

    @Test
    void answersMayComeFromOtherThreads() {
        Check<Stage> elsewhere = (stage, inquiry) ->
                Background.run(() -> {}).thenApply(none -> Rules.slow(stage instanceof Stage.AtRcpt ? 4 : 0));
        session.at(Point.RECIPIENT, rule("one", elsewhere), rule("two", elsewhere), rule("three", NEVER));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(asked(judgement)).containsExactly("one", "two", "three");
        assertThat(Session.seconds(judgement)).isEqualTo(4);
        assertThat(code(judgement)).isEqualTo(550);
    }

    @Test
    void tenThousandRulesThatAnswerAtOnceNeedNoDeepStack() {
        Rule<?>[] many = new Rule<?>[10_000];
        Arrays.setAll(many, number -> rule("rule-" + number, NOTHING));
        session.at(Point.RECIPIENT, many);
        assertThat(asked(session.rcpt("b@example.org"))).hasSize(10_000);
    }
}
