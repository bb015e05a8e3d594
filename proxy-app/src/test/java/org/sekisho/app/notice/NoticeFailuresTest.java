package org.sekisho.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.origin.Origin;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** What comes of notices where a program fails in a way that nobody has foreseen, and where they are not wanted any more. */
class NoticeFailuresTest {
    private static final String OPERATOR = "ops@example.jp";
    private static final String TARO = "taro@example.jp";

    private final ManualTime time = new ManualTime();
    private final Docket docket = new Docket(new MemoryStore(time), time, new Random(1));
    /** To whom. */
    private final List<List<String>> sent = new ArrayList<>();

    /** For this one no mail can be made. */
    private String impossible = "";

    private final Notices notices =
            new Notices(docket, name -> name, "mx.example.jp", time, settings -> (letter, to, date) -> deliver(to));

    private void deliver(List<String> to) {
        if (to.contains(impossible)) {
            throw new IllegalStateException("no letter can be made for " + impossible);
        }
        sent.add(to);
    }

    @BeforeEach
    void govern() {
        govern(true);
    }

    private void govern(boolean wanted) {
        IncidentSettings some = IncidentSettings.DEFAULTS;
        NoticeSettings told = some.notice();
        NoticeSettings notice = new NoticeSettings(
                wanted,
                told.server(),
                told.from(),
                told.domain(),
                told.addresses(),
                List.of(OPERATOR),
                told.languages(),
                told.zone(),
                told.templates(),
                told.legalBasis(),
                told.release(),
                told.noticeWithin());
        docket.govern(
                new IncidentSettings(
                        Response.RESTRICT,
                        some.score(),
                        some.scope(),
                        some.time(),
                        some.maxTime(),
                        some.watch(),
                        some.releaseOnPasswordChange(),
                        some.exempt(),
                        Optional.empty(),
                        some.complaints(),
                        notice),
                net -> Mode.ENFORCE);
    }

    private void restricted(String account) {
        docket.told(new Alarm(
                account,
                "countries",
                100,
                time.instant(),
                InetAddress.getLoopbackAddress(),
                Origin.UNKNOWN,
                "10 countries within 1d, the threshold is 10",
                List.of(),
                OptionalInt.empty()));
    }

    private void pass(Duration some) {
        time.advance(some);
        notices.send();
        notices.lookForLateOnes();
    }

    @Test
    void whatNobodyHasForeseenInOneNoticeKeepsNoOtherBack() {
        restricted(TARO);
        time.advance(Duration.ofSeconds(1));
        restricted("hanako@example.jp");
        impossible = TARO;

        notices.send();

        assertThat(sent).containsExactly(List.of("hanako@example.jp"), List.of(OPERATOR));
    }

    @Test
    void triesAgainAMinuteAfterWhatNobodyHasForeseen() {
        restricted(TARO);
        impossible = TARO;
        notices.send();
        impossible = "";

        pass(Duration.ofSeconds(59));
        assertThat(sent).isEmpty();
        pass(Duration.ofSeconds(1));

        assertThat(sent).containsExactly(List.of(TARO), List.of(OPERATOR));
    }

    @Test
    void namesNoAddressInTheLogAfterWhatNobodyHasForeseen() {
        try (LogCapture log = new LogCapture("org.sekisho")) {
            restricted(TARO);
            impossible = TARO;

            notices.send();

            assertThat(String.join("\n", log.lines()))
                    .contains("IllegalStateException: no letter can be made for ...")
                    .doesNotContain(TARO);
        }
    }

    @Test
    void aCopyThatFailsLeavesTheOwnerTold() {
        restricted(TARO);
        impossible = OPERATOR;

        notices.send();

        assertThat(sent).containsExactly(List.of(TARO));
        assertThat(docket.of(TARO).orElseThrow().noticeDue()).isEmpty();
    }

    @Test
    void sendsNothingAndMissesNothingOnceNoticesAreNotWantedAnyMore() {
        restricted(TARO);
        govern(false);

        pass(Duration.ofHours(2));

        assertThat(sent).isEmpty();
        assertThat(docket.of(TARO).orElseThrow().first(Entry.Kind.OVERDUE)).isEmpty();
    }
}
