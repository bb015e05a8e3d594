package org.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sekisho.policy.Rules.BANNED;
import static org.sekisho.policy.Rules.LATER;
import static org.sekisho.policy.Rules.NEVER;
import static org.sekisho.policy.Rules.NOTHING;
import static org.sekisho.policy.Rules.allow;
import static org.sekisho.policy.Rules.atOnce;
import static org.sekisho.policy.Rules.observed;
import static org.sekisho.policy.Rules.rule;
import static org.sekisho.policy.Rules.scoped;
import static org.sekisho.policy.Rules.slow;
import static org.sekisho.policy.Session.answer;
import static org.sekisho.policy.Session.asked;
import static org.sekisho.policy.Session.code;
import static org.sekisho.policy.Session.effects;
import static org.sekisho.policy.Session.seconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.policy.Rule.Scope;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Outcome;

/** How the findings of one stage become one decision. */
class PolicyTest {
    private final Session session = new Session();

    // Order

    @Test
    void asksTheRulesInTheOperatorsOrder() {
        session.at(Point.RECIPIENT, rule("second", NOTHING), rule("first", NOTHING), rule("third", NOTHING));
        assertThat(asked(session.rcpt("b@example.org"))).containsExactly("second", "first", "third");
    }

    @Test
    void theFirstRefusalEndsTheList() {
        session.at(Point.RECIPIENT, rule("one", LATER), rule("two", NEVER));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(code(judgement)).isEqualTo(450);
        assertThat(asked(judgement)).containsExactly("one");
    }

    @Test
    void anExemptionEndsTheList() {
        session.at(Point.RECIPIENT, rule("known", Finding.exempt("known")), rule("greylist", LATER));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(judgement.decision()).isEqualTo(Decision.PASS);
        assertThat(effects(judgement)).containsExactly(Effect.EXEMPTED);
    }

    @Test
    void aDelayBeforeAnExemptionIsStillWaitedFor() {
        session.at(Point.RECIPIENT, rule("tarpit", slow(5)), rule("known", Finding.exempt("known")));
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(5);
    }

    @Test
    void aRuleThatNeedsTheRecipientCannotStandAtConnect() {
        Rule<Stage.AtRcpt> needy = new Rule<>(
                "recipients",
                Stage.AtRcpt.class,
                (stage, inquiry) -> CompletableFuture.completedStage(NOTHING),
                Mode.ENFORCE,
                Duration.ofSeconds(1),
                NOTHING,
                Scope.STRANGERS,
                false);
        session.at(Point.CONNECT, needy);
        assertThatThrownBy(session::policy).hasMessageContaining("recipients cannot stand at connect");
    }

    // ALLOW

    @Test
    void anAllowedClientIsAskedNothingElse() {
        session.at(Point.CONNECT, atOnce(rule("ban", BANNED)), allow());
        Judgement judgement = session.connect();
        assertThat(judgement.decision()).isEqualTo(Decision.PASS);
        assertThat(asked(judgement)).containsExactly("allow");
    }

    @Test
    void anAllowedRecipientBeatsWhatIsHeld() {
        session.at(Point.HELO, rule("helo", NEVER)).at(Point.RECIPIENT, rule("greylist", LATER), allow());
        session.helo("mx.example.org");
        assertThat(session.rcpt("b@example.org").decision()).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"HELO", "SENDER", "RECIPIENT", "DATA"})
    void aClientAllowedAtConnectIsAllowedAtEveryLaterPoint(Point point) {
        session.at(Point.CONNECT, allow()).at(point, atOnce(rule("limits", BANNED)));
        List<Judgement> session = List.of(
                this.session.connect(),
                this.session.helo("c.example"),
                this.session.mail(),
                this.session.rcpt("b@example.org"),
                this.session.data("b@example.org"));
        assertThat(session).extracting(Judgement::decision).containsOnly(Decision.PASS);
    }

    @Test
    void aRuleThatMayAllowAndDoesNotChangesNothing() {
        Rule<Stage> silent = Rules.allowing(rule("allow", NOTHING));
        session.at(Point.HELO, rule("helo", NEVER)).at(Point.RECIPIENT, silent);
        session.helo("mx.example.org");
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(550);
    }

    // Delays

    @Test
    void theLongestDelayCounts() {
        session.at(Point.RECIPIENT, rule("one", slow(5)), rule("two", slow(20)), rule("three", slow(10)));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(seconds(judgement)).isEqualTo(20);
        assertThat(judgement.trail().outcome()).isEqualTo(Outcome.DELAYED);
    }

    @Test
    void noDelayIsLongerThanTheTermsHaveIt() {
        session.at(Point.RECIPIENT, rule("tarpit", slow(600)));
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(30);
    }

    @Test
    void aRefusalComesAfterTheDelayBeforeIt() {
        session.at(Point.RECIPIENT, rule("tarpit", slow(7)), rule("greylist", LATER));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(judgement.decision()).isInstanceOf(Decision.Refuse.class);
        assertThat(seconds(judgement)).isEqualTo(7);
    }

    @Test
    void aRefusalMayBringItsOwnDelay() {
        session.at(Point.RECIPIENT, rule("stutter", LATER.after(Duration.ofSeconds(3))));
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(3);
    }

    /** X4, D10. */
    @Test
    void dataIsNeverDelayed() {
        session.at(Point.DATA, rule("tarpit", slow(5)), rule("limits", LATER));
        Judgement judgement = session.data("b@example.org");
        assertThat(code(judgement)).isEqualTo(450);
        assertThat(seconds(judgement)).isZero();
    }

    // Modes

    @Test
    void aRuleThatIsOffIsNotAsked() {
        session.at(Point.RECIPIENT, Rules.in(Mode.OFF, rule("greylist", LATER)));
        assertThat(asked(session.rcpt("b@example.org"))).isEmpty();
    }

    @Test
    void observingChangesNothingButTheTrail() {
        session.at(
                Point.RECIPIENT,
                observed(rule("known", Finding.exempt("known"))),
                observed(rule("tarpit", slow(5))),
                observed(rule("greylist", LATER)),
                observed(rule("ban", BANNED)));
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(judgement.decision()).isEqualTo(Decision.PASS);
        assertThat(effects(judgement))
                .containsExactly(
                        Effect.EXEMPTED, Effect.WOULD_HAVE_ACTED, Effect.WOULD_HAVE_ACTED, Effect.WOULD_HAVE_ACTED);
        assertThat(judgement.trail().notable()).isTrue();
    }

    @Test
    void anObservedRefusalIsNotHeld() {
        session.at(Point.HELO, observed(rule("helo", NEVER)));
        session.helo("mx.example.org");
        assertThat(asked(session.rcpt("b@example.org"))).isEmpty();
    }

    @Test
    void onlyARuleThatEnforcesActs() {
        List<Boolean> acting = new ArrayList<>();
        Check<Stage> check = (stage, inquiry) -> {
            acting.add(inquiry.acting());
            return CompletableFuture.completedStage(NOTHING);
        };
        session.at(Point.RECIPIENT, rule("enforced", check), observed(rule("observed", check)));
        session.rcpt("b@example.org");
        assertThat(acting).containsExactly(true, false);
    }

    @Test
    void explainingReservesNothingAndCountsNothing() {
        List<Boolean> acting = new ArrayList<>();
        session.at(Point.RECIPIENT, rule("greylist", (stage, inquiry) -> {
            acting.add(inquiry.acting());
            return CompletableFuture.completedStage(LATER);
        }));
        Stage stage = session.rcpt("b@example.org").trail().stage();
        Judgement explained = answer(session.policy().explain(stage, new Case(Session.CLIENT)));
        assertThat(code(explained)).isEqualTo(450);
        assertThat(acting).containsExactly(true, false);
        assertThat(session.policy().rules(Point.RECIPIENT).get(0).counts().total())
                .isOne();
    }

    // Whom a rule applies to

    @Test
    void mailToPostmasterIsSparedUnlessTheRuleIsForItToo() {
        session.at(Point.RECIPIENT, rule("greylist", LATER));
        assertThat(effects(session.rcpt("Postmaster@example.org"))).containsExactly(Effect.SPARED);
        assertThat(effects(session.rcpt("Postmaster"))).containsExactly(Effect.SPARED);
    }

    @Test
    void aRuleForEverybodyAppliesToPostmaster() {
        session.at(Point.RECIPIENT, scoped(Scope.EVERYBODY, rule("limits", LATER)));
        assertThat(code(session.rcpt("postmaster@example.org"))).isEqualTo(450);
    }

    @Test
    void aMessageToPostmasterAloneIsSparedAtData() {
        session.at(Point.DATA, rule("protocol", LATER));
        assertThat(code(session.data("postmaster@example.org", "postmaster@example.net")))
                .isEqualTo(250);
    }

    @Test
    void postmasterAmongTheRecipientsDoesNotSpareTheOthersMessage() {
        session.at(Point.DATA, rule("protocol", LATER));
        assertThat(code(session.data("b@example.org", "postmaster@example.org")))
                .isEqualTo(450);
    }

    @Test
    void aClientThatHasLoggedInIsSpared() {
        session.loggedIn().at(Point.RECIPIENT, rule("tarpit", slow(5)));
        assertThat(effects(session.rcpt("b@example.org"))).containsExactly(Effect.SPARED);
    }

    // Counts

    @Test
    void countsWhatCameOfEachRule() {
        session.at(Point.RECIPIENT, rule("first", NOTHING), rule("greylist", LATER));
        session.rcpt("b@example.org");
        session.rcpt("postmaster@example.org");
        RuleCounts counts = session.policy().rules(Point.RECIPIENT).get(1).counts();
        assertThat(counts.of(Effect.ACTED)).isOne();
        assertThat(counts.of(Effect.SPARED)).isOne();
        assertThat(counts.total()).isEqualTo(2);
        assertThat(counts.failures()).isZero();
    }
}
