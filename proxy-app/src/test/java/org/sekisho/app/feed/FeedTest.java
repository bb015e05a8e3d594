package org.sekisho.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sekisho.app.decision.Trails;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;
import org.sekisho.testing.ManualTime;

final class FeedTest {
    private final ManualTime time = new ManualTime();
    private final Feed feed = new Feed(time);

    private Ban ban(String jail, int failures) {
        return new Ban(
                Network.parse("192.0.2.7"),
                jail,
                time.instant(),
                Optional.of(time.instant().plusSeconds(3_600)),
                "jail",
                failures,
                0,
                List.of(),
                Response.REFUSE);
    }

    private void happen(int events) {
        for (int n = 1; n <= events; n++) {
            feed.told(new BanEvent.Banned(ban("auth", n), time.instant(), false));
        }
    }

    private Follower follower() {
        return feed.follow(Optional.empty()).orElseThrow();
    }

    private static List<String> seen(Follower follower) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (Optional<FeedEvent> next = follower.next(Duration.ZERO);
                next.isPresent();
                next = follower.next(Duration.ZERO)) {
            texts.add(next.get().text());
        }
        return texts;
    }

    @Test
    void tellsOfBansInFail2bansWords() throws InterruptedException {
        Follower follower = follower();
        Ban ban = ban("unknown-users", 3);

        feed.told(new BanEvent.Banned(ban, time.instant(), false));
        feed.told(new BanEvent.WouldBan(ban, time.instant()));
        feed.told(new BanEvent.Spared(ban, time.instant(), "it has sent good mail"));
        feed.told(new BanEvent.Unbanned(ban, time.instant(), "expired"));

        assertThat(seen(follower))
                .containsExactly(
                        "[unknown-users] Ban 192.0.2.7 (3 failures, for 3600 s)",
                        "[unknown-users] Would ban 192.0.2.7 (3 failures, for 3600 s)",
                        "[unknown-users] Not banned: 192.0.2.7 (it has sent good mail)",
                        "[unknown-users] Unban 192.0.2.7 (expired)");
    }

    @Test
    void tellsOfADecisionWhoItWasAboutAndWhatItWasFor() {
        feed.accept(Trails.greylisted());

        assertThat(feed.last(Optional.empty())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("refused");
            assertThat(event.subject()).contains("192.0.2.7");
            assertThat(event.reference()).contains("K7Q2M9XW");
            assertThat(event.text())
                    .isEqualTo("Refused 192.0.2.7 at recipient, from <> to <ben@example.jp>: greylist, first seen just"
                            + " now (ref K7Q2M9XW)");
        });
    }

    @Test
    void aBanFromBeforeTheStartIsNoNews() {
        feed.told(new BanEvent.Banned(ban("auth", 3), time.instant(), true));

        assertThat(feed.last(Optional.empty())).isEmpty();
    }

    @Test
    void whoeverFollowsAJailSeesNothingElse() throws InterruptedException {
        Follower follower = feed.follow(Optional.of("recidive")).orElseThrow();
        happen(1);
        feed.accept(Trails.greylisted());
        feed.told(new BanEvent.Banned(ban("recidive", 5), time.instant(), false));

        assertThat(seen(follower)).containsExactly("[recidive] Ban 192.0.2.7 (5 failures, for 3600 s)");
    }

    @Test
    void aSlowFollowerLosesTheOldestEventsAndIsToldHowMany() throws InterruptedException {
        Follower follower = follower();
        happen(Follower.MOST_WAITING + 5);

        assertThat(seen(follower))
                .hasSize(1 + Follower.MOST_WAITING)
                .startsWith("5 events were lost: they came too fast", "[auth] Ban 192.0.2.7 (6 failures, for 3600 s)");
    }

    @Test
    void theLast200EventsAreRemembered() {
        happen(Feed.MOST_KEPT + 1);

        assertThat(feed.last(Optional.empty()))
                .hasSize(Feed.MOST_KEPT)
                .first()
                .satisfies(event -> assertThat(event.text()).contains("(2 failures,"));
    }

    @Test
    void twentyMayFollowAndAnotherWhenOneHasGone() {
        Follower first = follower();
        for (int n = 1; n < Feed.MOST_FOLLOWERS; n++) {
            follower();
        }

        assertThat(feed.follow(Optional.empty())).isEmpty();
        first.close();
        assertThat(feed.follow(Optional.empty())).isPresent();
    }

    @Test
    void followersHearThatTheProxyStopsAlsoIfTheyComeTooLate() throws InterruptedException {
        Follower early = feed.follow(Optional.of("auth")).orElseThrow();
        CompletableFuture<Void> gone = feed.end().toCompletableFuture();

        assertThat(seen(early)).containsExactly("The proxy stops");
        assertThat(seen(follower())).containsExactly("The proxy stops");
        assertThat(gone).isNotDone();
    }
}
