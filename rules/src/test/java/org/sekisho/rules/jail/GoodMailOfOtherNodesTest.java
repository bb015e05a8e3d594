package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Self;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.smtp.Reply;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** Jails know of the good mail that came through other nodes. */
class GoodMailOfOtherNodesTest {
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok");

    private final ManualTime time = new ManualTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final SharedStore store = new SharedStore(memory, time);
    private final BanList list = new BanList(store, time);
    private final SampleBans bans = new SampleBans(time);
    private final GoodMail others = new GoodMail(memory, time, GoodMail.ENOUGH);
    private final Guard guard = new Guard(
            new Self("mx.example.org", Set.of()),
            List.of(),
            List::of,
            new AllowList(store, time),
            new GoodMail(store, time, GoodMail.ENOUGH));
    private final Warden warden = new Warden(list, guard, time);
    private final List<BanEvent> events = new ArrayList<>();

    @BeforeEach
    void observe() {
        list.observe(events::add);
    }

    private void bans(String subject, boolean spares) {
        JailSettings jail = Jails.defaultsOf("early-talkers").but(draft -> {
            draft.mode = Mode.ENFORCE;
            draft.spareGoodSenders = spares;
        });
        assertThat(warden.ban(bans.of(subject, "early-talkers", Duration.ofHours(1)), jail))
                .isCompleted();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.200, 192.0.2.0/24",
        "192.0.2.201, 192.0.2.200/31",
        "2001:db8::1, 2001:db8::2",
        "2001:db8::1, 2001:db8::/64",
        "2001:db8:0:ff::1, 2001:db8::/56"
    })
    void sparesWhoHasSentItThroughAnother(String sender, String subject) {
        GuardTest.mail(others, sender, GoodMail.ENOUGH, TAKEN);
        bans(subject, true);

        assertThat(list.list()).isEmpty();
        assertThat(events).singleElement().isInstanceOf(BanEvent.Spared.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.10, 192.0.2.11, 192.0.2.255, 192.0.2.7, true",
        "192.0.2.10, 192.0.2.11, 192.0.20.1, 192.0.2.7, false",
        "192.0.2.10, 192.0.2.11, 192.0.1.255, 192.0.2.7, false",
        "192.0.2.10, 192.0.2.11, 192.0.2.255, 192.0.2.6/31, false",
        "2001:db8:0:1::1, 2001:db8:0:2::1, 2001:db8:0:ff00::1, 2001:db8:0:9::/64, true",
        "2001:db8::1, 2001:db8:0:2::1, 2001:db8:0:3::1, 2001:db8:0:9::/64, true",
        "2001:db8:5::1, 2001:db8:5:2::1, 2001:db8:5:3::1, 2001:db8:5:9::1, true",
        "2001:db8:1:1::1, 2001:db8:0:2::1, 2001:db8:0:3::1, 2001:db8:0:9::/64, false"
    })
    void sparesAClientAmongThoseWhoHaveSentItThroughAnother(
            String one, String second, String third, String subject, boolean spared) {
        Stream.of(one, second, third).forEach(sender -> GuardTest.mail(others, sender, GoodMail.ENOUGH, TAKEN));
        bans(subject, true);

        assertThat(list.list()).hasSize(spared ? 0 : 1);
    }

    /** More than a page, of those who have sent less than enough. */
    @Test
    void findsThemAmongManyOthers() {
        IntStream.range(0, 250).forEach(n -> GuardTest.mail(others, "192.0.2." + n, 1, TAKEN));
        Stream.of("192.0.2.9", "192.0.2.98", "192.0.2.99")
                .forEach(sender -> GuardTest.mail(others, sender, GoodMail.ENOUGH, TAKEN));
        bans("192.0.2.251", true);

        assertThat(list.list()).isEmpty();
    }

    @Test
    void bansWhoHasSentLess() {
        GuardTest.mail(others, "192.0.2.7", GoodMail.ENOUGH - 1, TAKEN);
        bans("192.0.2.7", true);

        assertThat(list.list()).hasSize(1);
    }

    @Test
    void aJailMayBanGoodSendersToo() {
        GuardTest.mail(others, "192.0.2.7", GoodMail.ENOUGH, TAKEN);
        bans("192.0.2.7", false);

        assertThat(list.list()).hasSize(1);
    }

    @Test
    void bansWhileTheStoreIsAway() {
        GuardTest.mail(others, "192.0.2.7", GoodMail.ENOUGH, TAKEN);
        store.away(true);
        bans("192.0.2.7", true);

        assertThat(list.list()).hasSize(1);
    }
}
