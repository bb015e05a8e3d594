package org.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sekisho.policy.Rules.NEVER;
import static org.sekisho.policy.Rules.NOTHING;
import static org.sekisho.policy.Rules.rule;
import static org.sekisho.policy.Session.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.smtp.ReversePath;
import org.sekisho.testing.Background;

/** Sessions before a policy that may be replaced. */
class PolicyJudgeTest {
    private static final Stage.Introduction HELO =
            new Stage.Introduction("c.example", true, false, false, Optional.empty());
    private static final Stage AT_HELO = new Stage.AtHelo(Session.CLIENT, HELO);
    private static final Stage AT_MAIL = new Stage.AtMail(Session.CLIENT, HELO, ReversePath.NULL);
    private static final Stage AT_RCPT =
            new Stage.AtRcpt(Session.CLIENT, HELO, ReversePath.NULL, Session.mailbox("b@example.org"));

    private final List<Trail> trails = new ArrayList<>();

    private static boolean passes(Hearing hearing, Stage stage) {
        return answer(hearing.judge(stage)) instanceof Decision.Pass;
    }

    private PolicyJudge judge(Session session) {
        return new PolicyJudge(session.policy(), trails::add);
    }

    // Replacing the policy

    @Test
    void anotherPolicyCountsFromTheNextMail() {
        PolicyJudge judge = judge(new Session().at(Point.RECIPIENT, rule("old", NOTHING)));
        Hearing hearing = judge.open(Session.CLIENT);
        judge.replace(new Session().at(Point.RECIPIENT, rule("new", NEVER)).policy());
        assertThat(passes(hearing, AT_RCPT)).isTrue();
        assertThat(passes(hearing, AT_MAIL)).isTrue();
        assertThat(passes(hearing, AT_RCPT)).isFalse();
    }

    @Test
    void anotherPolicyCountsAtOnceForNewSessions() {
        PolicyJudge judge = judge(new Session());
        judge.replace(new Session().at(Point.RECIPIENT, rule("new", NEVER)).policy());
        assertThat(passes(judge.open(Session.CLIENT), AT_RCPT)).isFalse();
    }

    @Test
    void whatARuleHeldIsDroppedWhenTheRuleIsTakenAway() {
        PolicyJudge judge = judge(new Session().at(Point.HELO, rule("helo", NEVER)));
        Hearing hearing = judge.open(Session.CLIENT);
        answer(hearing.judge(AT_HELO));
        judge.replace(new Session().policy());
        answer(hearing.judge(AT_MAIL));
        assertThat(passes(hearing, AT_RCPT)).isTrue();
    }

    @Test
    void whatARuleHeldIsDroppedWhenTheRuleOnlyWatchesNow() {
        PolicyJudge judge = judge(new Session().at(Point.HELO, rule("helo", NEVER)));
        Hearing hearing = judge.open(Session.CLIENT);
        answer(hearing.judge(AT_HELO));
        judge.replace(new Session()
                .at(Point.HELO, Rules.observed(rule("helo", NEVER)))
                .policy());
        answer(hearing.judge(AT_MAIL));
        assertThat(passes(hearing, AT_RCPT)).isTrue();
    }

    @Test
    void theLongestDelayIsThePolicys() {
        PolicyJudge judge = judge(new Session().terms(true, Duration.ofSeconds(150)));
        assertThat(judge.open(Session.CLIENT).longestDelay()).hasSeconds(150);
    }

    // Trails

    @Test
    void keepsTheTrailsThatAreWorthIt() {
        Hearing hearing = judge(new Session().at(Point.RECIPIENT, rule("greylist", NEVER)))
                .open(Session.CLIENT);
        answer(hearing.judge(AT_MAIL));
        answer(hearing.judge(AT_RCPT));
        assertThat(trails).extracting(Trail::stage).containsExactly(AT_RCPT);
    }

    @Test
    void theReplyEndsWithTheReferenceOfItsTrail() {
        Hearing hearing = judge(new Session().at(Point.RECIPIENT, rule("greylist", NEVER)))
                .open(Session.CLIENT);
        Decision.Refuse refusal = (Decision.Refuse) answer(hearing.judge(AT_RCPT));
        assertThat(refusal.reply().lines())
                .containsExactly("5.7.1 Never (ref " + trails.get(0).reference() + ")");
    }

    // Learning

    @Test
    void tellsLearnersOnTheSessionsCase() {
        Slot<AtomicInteger> ends = new Slot<>(AtomicInteger::new);
        Session session = new Session()
                .learner((happening, file) -> file.in(ends).incrementAndGet())
                .at(Point.RECIPIENT, rule("learned", (stage, inquiry) -> {
                    int seen = inquiry.file().in(ends).get();
                    return CompletableFuture.completedStage(seen == 1 ? NEVER : NOTHING);
                }));
        Hearing hearing = judge(session).open(Session.CLIENT);
        hearing.tell(new Happening.Misbehaved(Happening.Fault.BARE_NEWLINE));
        assertThat(passes(hearing, AT_RCPT)).isFalse();
    }

    @Test
    void aLearnerThatFailsKeepsNoOtherFromLearning() {
        List<Happening> heard = new ArrayList<>();
        Session session = new Session()
                .learner((happening, file) -> {
                    throw new IllegalStateException("the disk is full");
                })
                .learner((happening, file) -> heard.add(happening));
        Hearing hearing = judge(session).open(Session.CLIENT);
        assertThatThrownBy(() -> hearing.tell(new Happening.Ended(Cause.QUIT, Duration.ofSeconds(5))))
                .hasMessage("the disk is full");
        assertThat(heard).hasSize(1);
    }

    @Test
    void mayBeToldWhileAStageIsBeingJudged() {
        Slot<AtomicInteger> heard = new Slot<>(AtomicInteger::new);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Session session = new Session()
                .learner((happening, file) -> file.in(heard).incrementAndGet())
                .at(
                        Point.RECIPIENT,
                        rule(
                                "elsewhere",
                                (stage, inquiry) -> Background.run(() -> seen.add(
                                                inquiry.file().in(heard).incrementAndGet()))
                                        .thenApply(none -> NOTHING)));
        Hearing hearing = judge(session).open(Session.CLIENT);
        for (int i = 0; i < 100; i++) {
            CompletionStage<Decision> decision = hearing.judge(AT_RCPT);
            hearing.tell(new Happening.Misbehaved(Happening.Fault.NOT_SMTP));
            answer(decision);
        }
        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
        assertThat(seen.get(99)).isBetween(199, 200);
    }
}
