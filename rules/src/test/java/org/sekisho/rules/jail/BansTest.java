package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Finding.Evidence;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Point;
import org.sekisho.policy.Trail;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.Subject;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Reply;
import org.sekisho.state.StateException;

/** The rule in the engine, beside the allow list. */
class BansTest {
    private static final String CLIENT = "192.0.2.7";

    private final BannedSession session = new BannedSession(CLIENT);
    private final SampleBans bans = new SampleBans(session.time);

    private void ban(Response response) {
        session.banList.impose(bans.of("192.0.2.0/24", response));
    }

    private void allow() {
        AllowEntry entry = new AllowEntry(Subject.parse(CLIENT), "", "ann", session.time.instant(), Optional.empty());
        session.allowList.add(entry);
    }

    private static Reply refusal(Decision decision) {
        return ((Decision.Refuse) decision).reply();
    }

    private static Reply last(Decision decision) {
        return ((Decision.HangUp) decision).reply();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void whoIsNotBannedPasses(Point point) {
        session.banList.impose(bans.of("192.0.3.0/24"));
        assertThat(session.decide(point)).isEqualTo(Decision.PASS);
    }

    /** A store that is slow to count the last failure must not let the next command pass before the ban. */
    @Test
    void waitsForAJailThatIsMakingUpItsMind() {
        CompletableFuture<Void> trial = new CompletableFuture<>();
        session.tried(trial);
        CompletableFuture<Judgement> judged = session.later(Point.RECIPIENT);
        assertThat(judged).isNotDone();

        ban(Response.REFUSE);
        trial.complete(null);

        assertThat(last(judged.orTimeout(10, TimeUnit.SECONDS).join().decision())
                        .code())
                .isEqualTo(421);
    }

    @Test
    void aJailThatCouldNotMakeUpItsMindHoldsNobodyBack() {
        CompletableFuture<Void> trial = new CompletableFuture<>();
        session.tried(trial);
        CompletableFuture<Judgement> judged = session.later(Point.RECIPIENT);

        trial.completeExceptionally(new StateException("the store failed"));

        assertThat(judged.orTimeout(10, TimeUnit.SECONDS).join().decision()).isEqualTo(Decision.PASS);
    }

    @Test
    void refusesABannedClientInPlaceOfAGreeting() {
        ban(Response.REFUSE);
        Reply reply = last(session.decide(Point.CONNECT));
        assertThat(reply.code()).isEqualTo(554);
        assertThat(reply.lines().get(0))
                .startsWith(
                        "5.7.1 Client [192.0.2.7] is banned; if that is wrong, contact the postmaster of mx.example.org")
                .contains("(ref ");
    }

    @ParameterizedTest
    @EnumSource(value = Point.class, mode = EnumSource.Mode.EXCLUDE, names = "CONNECT")
    void endsASessionThatIsUnderWay(Point point) {
        assertThat(session.decide(point)).isEqualTo(Decision.PASS);
        ban(Response.REFUSE);
        Reply reply = last(session.decide(point));
        assertThat(reply.code()).isEqualTo(421);
        assertThat(reply.lines().get(0)).startsWith("4.7.0 ");
    }

    @DisplayName("capability 1.6: a banned client is dropped without a word, if its ban says so")
    @ParameterizedTest
    @EnumSource(Point.class)
    void dropsABannedClientWithoutAWord(Point point) {
        ban(Response.DROP);
        assertThat(session.decide(point)).isEqualTo(new Decision.Drop(Duration.ZERO));
    }

    @Test
    void refusesTheRecipientsOfABannedClientButNotPostmaster() {
        ban(Response.REJECT_RCPT);
        assertThat(session.decide(Point.SENDER)).isEqualTo(Decision.PASS);
        assertThat(refusal(session.decide(Point.RECIPIENT)).code()).isEqualTo(550);
        session.recipient("postmaster@example.org");
        assertThat(session.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @EnumSource(value = Point.class, mode = EnumSource.Mode.EXCLUDE, names = "DATA")
    void slowsABannedClientDown(Point point) {
        ban(Response.TARPIT);
        assertThat(session.decide(point)).isEqualTo(new Decision.Pass(BansSettings.DEFAULTS.delay()));
    }

    @Test
    void aBannedClientThatWaitsIsCountedWhileItDoes() {
        ban(Response.TARPIT);
        session.decide(Point.CONNECT);
        session.tell(new Happening.DelayBegan(BansSettings.DEFAULTS.delay()));
        assertThat(session.held().count()).isEqualTo(1);
        session.tell(new Happening.DelayEnded(BansSettings.DEFAULTS.delay(), Happening.End.CLIENT_LEFT));
        assertThat(session.held().count()).isZero();
    }

    @Test
    void aBannedClientForWhichThereIsNoRoomToWaitIsSentAway() {
        ban(Response.TARPIT);
        for (int n = 0; n < 1_024; n++) {
            session.held().take("192.0.2.0/24", Weight.PLAIN);
        }
        assertThat(last(session.decide(Point.HELO)).code()).isEqualTo(421);
    }

    @DisplayName("allow beats ban, everywhere, at once")
    @ParameterizedTest
    @EnumSource(Point.class)
    void anAllowedClientPassesThoughItIsBanned(Point point) {
        ban(Response.REFUSE);
        assertThat(session.decide(point)).isInstanceOf(Decision.HangUp.class);
        allow();
        assertThat(session.decide(point)).isEqualTo(Decision.PASS);
    }

    @ParameterizedTest
    @EnumSource(Response.class)
    void anUnbannedClientPassesAtItsNextCommand(Response response) {
        ban(response);
        assertThat(session.decide(Point.RECIPIENT)).isNotEqualTo(Decision.PASS);
        session.banList.remove(Network.parse("192.0.2.0/24"), "ann");
        assertThat(session.decide(Point.RECIPIENT)).isEqualTo(Decision.PASS);
    }

    @Test
    @DisplayName("capability 0.3: a client whose ban has ended passes")
    void aClientPassesWhenItsBanHasEnded() {
        ban(Response.REFUSE);
        session.time.advance(Duration.ofHours(1));
        assertThat(session.decide(Point.CONNECT)).isEqualTo(Decision.PASS);
    }

    @Test
    @DisplayName("capability 0.2: a banned client is refused before anybody looks its recipient up")
    void aBannedClientIsRefusedBeforeItsRecipientIsLookedUp() {
        ban(Response.REJECT_RCPT);
        session.decide(Point.RECIPIENT);
        assertThat(session.lookUps()).isZero();
        session.banList.remove(Network.parse("192.0.2.0/24"), "ann");
        session.decide(Point.RECIPIENT);
        assertThat(session.lookUps()).isEqualTo(1);
    }

    @Test
    void accountsAreBannedToo() {
        ban(Response.REFUSE);
        session.account("alice");
        assertThat(session.decide(Point.SENDER)).isInstanceOf(Decision.HangUp.class);
    }

    @Test
    void aBanHoldsThoughTheStoreDies() {
        ban(Response.REFUSE);
        session.killStore();
        assertThat(session.decide(Point.CONNECT)).isInstanceOf(Decision.HangUp.class);
    }

    @Test
    void theTrailSaysWhoBannedItAndWhyAndHowItEnds() {
        Instant since = session.time.instant();
        ban(Response.REFUSE);
        Judgement judgement = session.judge(Point.CONNECT);
        Trail.Entry entry = judgement.trail().entries().stream()
                .filter(each -> each.rule().equals("bans"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.finding().because()).isEqualTo("banned by the jail postfix");
        assertThat(entry.finding().unless()).contains("an operator had unbanned it: sekisho unban 192.0.2.0/24");
        assertThat(entry.finding().evidence())
                .containsExactly(
                        new Evidence("subject", "192.0.2.0/24"),
                        new Evidence("jail", "postfix"),
                        new Evidence("since", since.toString()),
                        new Evidence("until", since.plus(Duration.ofHours(1)).toString()),
                        new Evidence("by", "sekisho"),
                        new Evidence("failures", "3"),
                        new Evidence("evidence", "12:00:00 unknown user: a@b.test"));
    }

    @Test
    void explainingTellsTheBanAndHoldsNoRoom() {
        ban(Response.TARPIT);
        assertThat(session.explain(Point.CONNECT).decision())
                .isEqualTo(new Decision.Pass(BansSettings.DEFAULTS.delay()));
        session.tell(new Happening.DelayBegan(BansSettings.DEFAULTS.delay()));
        assertThat(session.held().count()).isZero();
    }
}
