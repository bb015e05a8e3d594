package org.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.policy.Rules.BANNED;
import static org.sekisho.policy.Rules.DROPPED;
import static org.sekisho.policy.Rules.LATER;
import static org.sekisho.policy.Rules.NEVER;
import static org.sekisho.policy.Rules.NOTHING;
import static org.sekisho.policy.Rules.atOnce;
import static org.sekisho.policy.Rules.observed;
import static org.sekisho.policy.Rules.rule;
import static org.sekisho.policy.Rules.slow;
import static org.sekisho.policy.Session.asked;
import static org.sekisho.policy.Session.code;
import static org.sekisho.policy.Session.effects;
import static org.sekisho.policy.Session.seconds;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Trail.Effect;

/** What is known against a client before RCPT, and judged when its recipient is known. */
class HeldFindingsTest {
    private final Session session = new Session();

    @Test
    void aRefusalBeforeRcptWaitsForIt() {
        session.at(Point.HELO, rule("helo", NEVER));
        Judgement helo = session.helo("mx.example.org");
        assertThat(helo.decision()).isEqualTo(Decision.PASS);
        assertThat(effects(helo)).containsExactly(Effect.HELD);
        assertThat(helo.trail().notable()).isTrue();
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(550);
    }

    @Test
    void theTrailSaysWhereAHeldRefusalComesFrom() {
        session.at(Point.HELO, rule("helo", NEVER));
        session.helo("mx.example.org");
        Trail.Entry entry = session.rcpt("b@example.org").trail().entries().get(0);
        assertThat(entry.rule()).isEqualTo("helo");
        assertThat(entry.from()).isEqualTo(Point.HELO);
    }

    @Test
    void aHeldRefusalHoldsForEveryRecipientButPostmaster() {
        session.at(Point.HELO, rule("helo", NEVER));
        session.helo("mx.example.org");
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(550);
        assertThat(code(session.rcpt("postmaster@example.org"))).isEqualTo(250);
        assertThat(code(session.rcpt("c@example.org"))).isEqualTo(550);
    }

    @Test
    void whatIsHeldComesBeforeTheRulesOfTheRecipient() {
        session.at(Point.HELO, rule("helo", NEVER)).at(Point.RECIPIENT, rule("known", Finding.exempt("known")));
        session.helo("mx.example.org");
        assertThat(asked(session.rcpt("b@example.org"))).containsExactly("helo");
    }

    @Test
    void withoutHoldingARefusalActsAtOnce() {
        session.terms(false, Duration.ofSeconds(30)).at(Point.HELO, rule("helo", NEVER));
        assertThat(code(session.helo("mx.example.org"))).isEqualTo(550);
    }

    @Test
    void aRuleThatActsAtOnceIsNotHeld() {
        session.at(Point.CONNECT, atOnce(rule("limits", LATER)));
        assertThat(code(session.connect())).isEqualTo(450);
    }

    @Test
    void aClosedConnectionIsNotHeld() {
        session.at(Point.CONNECT, rule("early-talker", BANNED));
        assertThat(session.connect().decision()).isInstanceOf(Decision.HangUp.class);
    }

    @Test
    void aDelayIsNotHeld() {
        session.at(Point.CONNECT, rule("early-talker", slow(6)));
        assertThat(seconds(session.connect())).isEqualTo(6);
    }

    @Test
    void aSecondHeloIsJudgedAnew() {
        session.at(Point.HELO, rule("helo", (stage, inquiry) -> {
            boolean ours = ((Stage.AtHelo) stage).introduction().helo().equals("mx.example.org");
            return CompletableFuture.completedStage(ours ? NEVER : NOTHING);
        }));
        session.helo("mx.example.org");
        session.helo("c.example");
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(250);
    }

    @Test
    void aSecondHeloForgetsTheSenderToo() {
        session.at(Point.HELO, rule("helo", NOTHING)).at(Point.SENDER, rule("sender-domain", NEVER));
        session.mail();
        session.helo("c.example");
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(250);
    }

    @Test
    void whatWasHeldAtConnectOutlivesTheMessage() {
        session.at(Point.CONNECT, rule("dns-lists", NEVER)).at(Point.SENDER, rule("sender-domain", NOTHING));
        session.connect();
        session.mail();
        session.mail();
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(550);
    }

    @Test
    void aLoginDropsWhatDoesNotApplyToAccounts() {
        session.at(Point.HELO, rule("helo", NEVER), atOnceOnlyForAccounts());
        session.helo("mx.example.org");
        assertThat(code(session.loggedIn().rcpt("b@example.org"))).isEqualTo(450);
    }

    private static Rule<Stage> atOnceOnlyForAccounts() {
        return Rules.scoped(new Rule.Scope(true, false, false), rule("accounts-too", LATER));
    }

    // Recipients that differ (capability 2.8)

    @Test
    void anOptOutSparesItsRecipientOnly() {
        session.at(Point.HELO, rule("helo", NEVER)).wish("example.jp", "helo", Mode.OFF);
        session.helo("mx.example.org");
        assertThat(code(session.rcpt("b@EXAMPLE.jp"))).isEqualTo(250);
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(550);
    }

    @Test
    void anOptInActsForItsRecipientOnly() {
        session.at(Point.HELO, observed(rule("helo", NEVER))).wish("example.jp", "helo", Mode.ENFORCE);
        session.helo("mx.example.org");
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(250);
        assertThat(code(session.rcpt("b@example.jp"))).isEqualTo(550);
    }

    @Test
    void anAddressesWishBeatsItsDomains() {
        session.at(Point.RECIPIENT, observed(rule("greylist", LATER)))
                .wish("example.jp", "greylist", Mode.ENFORCE)
                .wish("boss@example.jp", "greylist", Mode.OFF);
        assertThat(code(session.rcpt("clerk@example.jp"))).isEqualTo(450);
        assertThat(code(session.rcpt("Boss@example.jp"))).isEqualTo(250);
    }

    @Test
    void theRecipientWhoWantsLeastDecidesAboutTheMessage() {
        session.at(Point.DATA, rule("limits", LATER)).wish("example.jp", "limits", Mode.OFF);
        assertThat(code(session.data("b@example.org", "b@example.jp"))).isEqualTo(250);
        assertThat(code(session.data("b@example.org"))).isEqualTo(450);
    }

    @Test
    void aDelayThatRecipientsDifferAboutWaitsForRcpt() {
        session.at(Point.CONNECT, rule("early-talker", slow(6))).wish("example.jp", "early-talker", Mode.OFF);
        assertThat(seconds(session.connect())).isZero();
        assertThat(seconds(session.rcpt("b@example.jp"))).isZero();
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(6);
    }

    @Test
    void aHeldDelayIsWaitedForOnce() {
        session.at(Point.CONNECT, rule("early-talker", slow(6))).wish("example.jp", "early-talker", Mode.OFF);
        session.connect();
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(6);
        assertThat(seconds(session.rcpt("c@example.org"))).isZero();
    }

    @Test
    void aHeldDelayBeforeAHeldRefusalIsWaitedForOnce() {
        session.at(Point.CONNECT, rule("early-talker", slow(6)))
                .at(Point.HELO, rule("helo", NEVER))
                .wish("example.jp", "early-talker", Mode.OFF);
        session.connect();
        session.helo("mx.example.org");
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(6);
        assertThat(seconds(session.rcpt("c@example.org"))).isZero();
    }

    @Test
    void anAllowedRecipientDoesNotSpendAnothersDelay() {
        Rule<Stage> allowed = Rules.allowing(rule("allow", (stage, inquiry) -> {
            boolean friend = stage instanceof Stage.AtRcpt at
                    && at.recipient().localPart().equals("friend");
            return CompletableFuture.completedStage(friend ? Finding.allow("a friend") : NOTHING);
        }));
        session.at(Point.CONNECT, rule("early-talker", slow(6)))
                .at(Point.RECIPIENT, allowed)
                .wish("example.jp", "early-talker", Mode.OFF);
        session.connect();
        assertThat(seconds(session.rcpt("friend@example.org"))).isZero();
        assertThat(seconds(session.rcpt("b@example.org"))).isEqualTo(6);
    }

    @Test
    void recipientsThatDifferDoNotHoldBackARefusalAtOnce() {
        session.at(Point.CONNECT, atOnce(rule("limits", BANNED))).wish("example.jp", "limits", Mode.OFF);
        assertThat(session.connect().decision()).isInstanceOf(Decision.HangUp.class);
    }

    /** Closing the connection would take the others' mail along. */
    @Test
    void aClosedConnectionThatRecipientsDifferAboutBecomesARefusal() {
        session.at(Point.CONNECT, rule("early-talker", BANNED)).wish("example.jp", "early-talker", Mode.OFF);
        assertThat(session.connect().decision()).isEqualTo(Decision.PASS);
        assertThat(session.rcpt("b@example.jp").decision()).isEqualTo(Decision.PASS);
        Judgement judgement = session.rcpt("b@example.org");
        assertThat(judgement.decision()).isInstanceOf(Decision.Refuse.class);
        assertThat(code(judgement)).isEqualTo(550);
    }

    @Test
    void aDroppedConnectionIsNotHeldAndNothingIsSaid() {
        session.at(Point.CONNECT, rule("bans", DROPPED));
        Judgement judgement = session.connect();
        assertThat(judgement.decision()).isEqualTo(new Decision.Drop(Duration.ZERO));
        assertThat(judgement.trail().outcome()).isEqualTo(Trail.Outcome.DISCONNECTED);
        assertThat(judgement.trail().reply()).isEmpty();
    }

    @Test
    void aDroppedConnectionThatRecipientsDifferAboutBecomesARefusal() {
        session.at(Point.CONNECT, rule("bans", DROPPED)).wish("example.jp", "bans", Mode.OFF);
        assertThat(session.connect().decision()).isEqualTo(Decision.PASS);
        assertThat(code(session.rcpt("b@example.org"))).isEqualTo(554);
    }
}
