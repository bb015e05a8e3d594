package org.sekisho.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.Scope;
import org.sekisho.rules.incident.State;
import org.sekisho.testing.Background;
import org.sekisho.testing.LogCapture;

/** What a notice says is true of the restriction that it is about, and somebody hears of one that is not sent. */
class NoticeCasesTest {
    private static final String BY_PASSWORD = "log in from your usual place: the restriction then ends by itself";
    private static final String BY_CONTACT = "The restriction ends by itself at the time above, unless";
    private static final Duration DAY = Duration.ofDays(1);

    private final Theft theft = new Theft();

    @BeforeEach
    void live() {
        theft.govern(Response.RESTRICT, Mode.ENFORCE);
        theft.livesAtHome();
    }

    private Incident restricted() {
        Theft.Session thief = theft.session(Theft.THIEF);
        thief.logsIn(Theft.OLD_PASSWORD);
        thief.sendsTrialMail();
        return theft.docket.of(Theft.TARO).orElseThrow();
    }

    private String notice() {
        theft.mailServer();
        return theft.sent.get(theft.sent.size() - 1).body();
    }

    private Incident now(Incident incident) {
        return theft.docket.find(incident.id()).toCompletableFuture().join().orElseThrow();
    }

    // True

    @Test
    void saysThatAPasswordChangeAtHomeReleasesWhereItDoes() {
        restricted();

        assertThat(notice()).contains(BY_PASSWORD, "at your usual place you can go on working");
    }

    @Test
    void doesNotSaySoWhereEverybodyIsKeptOut() {
        theft.govern(Response.RESTRICT, Mode.ENFORCE, Scope.ALL);
        restricted();

        assertThat(notice())
                .contains("Restriction  from all places\n", "すべての場所からの送信を止めています", BY_CONTACT)
                .doesNotContain(BY_PASSWORD, "いつもの場所からログインされると");
    }

    @Test
    void doesNotSaySoWhereThereIsNoPasswordToCompareWith() {
        for (int i = 0; i < 3; i++) {
            theft.docket.told(theft.docket.complaint(Theft.TARO, "a complaint"));
        }

        assertThat(notice()).contains(BY_CONTACT).doesNotContain(BY_PASSWORD);
    }

    @Test
    void saysThatNoPlaceIsKnownWhereNoneIs() {
        Theft other = new Theft();
        other.govern(Response.RESTRICT, Mode.ENFORCE);
        Theft.Session thief = other.session(Theft.THIEF);
        thief.logsIn(Theft.OLD_PASSWORD);
        thief.sendsTrialMail();

        other.mailServer();

        assertThat(other.session(Theft.HOME).logsIn(Theft.OLD_PASSWORD)).isEqualTo(535);
        assertThat(other.sent.get(0).body())
                .contains("from all places, since none is known to be yours yet", "まだ確認できていないため", BY_CONTACT)
                .doesNotContain(BY_PASSWORD);
    }

    @Test
    @DisplayName("L9: each restriction is told with its own times")
    void tellsTheTimesOfASecondRestriction() {
        Incident first = restricted();
        assertThat(notice()).contains("Since        2027-01-24 21:00 Asia/Tokyo", "Until        2027-01-25 21:00");
        theft.pass(DAY);
        assertThat(now(first).state()).isEqualTo(State.RELEASED);
        theft.pass(Duration.ofHours(3));

        assertThat(restricted().id()).isEqualTo(first.id());

        assertThat(notice()).contains("Since        2027-01-26 00:00 Asia/Tokyo", "Until        2027-01-27 00:00");
        assertThat(theft.sent).hasSize(2);
    }

    @Test
    void saysThatTheRestrictionHasEndedWhereTheNoticeIsLate() {
        theft.refuses = true;
        restricted();
        theft.pass(DAY);
        theft.refuses = false;

        assertThat(theft.sent).isEmpty();
        theft.pass(Duration.ofMinutes(2));

        assertThat(notice())
                .contains("Since        2027-01-24 21:00", "Until        2027-01-25 21:00 Asia/Tokyo\n")
                .contains("The restriction has ended already")
                .doesNotContain(BY_PASSWORD);
    }

    // Heard of

    @Test
    @DisplayName("L9: the alarm about a late notice does not wait for the mail server that keeps the notice waiting")
    void tellsOfALateNoticeWhileTheMailServerHangs() {
        Incident incident = restricted();
        theft.answer = new CompletableFuture<>();
        CompletableFuture<Void> sending = Background.run(theft.notices::send);

        theft.time.advance(Duration.ofHours(1));
        theft.notices.lookForLateOnes();
        theft.notices.lookForLateOnes();

        assertThat(now(incident).timeline().stream()
                        .filter(entry -> entry.kind() == Entry.Kind.OVERDUE)
                        .map(Entry::text))
                .containsExactly("the owner has not been told: the mail server has not answered yet");
        theft.answer.complete(null);
        sending.join();
        assertThat(theft.sent).hasSize(1);
    }

    @Test
    @DisplayName("L9: a notice is never given up in silence")
    void saysThatItGivesANoticeUp() {
        theft.refuses = true;
        Incident incident = restricted();
        try (LogCapture log = new LogCapture("org.sekisho")) {
            for (int day = 0; day < 10; day++) {
                theft.pass(DAY);
            }

            assertThat(String.join("\n", log.lines()))
                    .containsOnlyOnce("the account's owner was never told of the restriction");
        }
        assertThat(now(incident).noticeDue()).isEmpty();
        assertThat(now(incident).last(Entry.Kind.OVERDUE).map(Entry::text))
                .contains("given up: the owner was not told");
        assertThat(theft.docket.of(Theft.TARO)).isEqualTo(Optional.empty());
    }
}
