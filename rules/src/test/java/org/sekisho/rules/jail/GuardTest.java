package org.sekisho.rules.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Self;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.allow.Subject;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.DeadStore;
import org.sekisho.testing.ManualTime;

/** Whom jails leave alone. */
class GuardTest {
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "Ok");

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final AllowList allowList = new AllowList(store, time);
    private final GoodMail goodMail = new GoodMail(store, time, 5);
    private final Guard guard = guard(goodMail);

    private Guard guard(GoodMail mail) {
        try {
            return new Guard(
                    new Self("mx.example.org", Set.of(InetAddress.getByName("198.51.100.1"))),
                    List.of(Network.parse("203.0.113.0/28")),
                    () -> List.of(Network.parse("203.0.113.64/26")),
                    allowList,
                    mail);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Optional<String> spares(String subject) {
        return guard.spares(Network.parse(subject), List.of(Network.parse("10.0.0.0/8")), true);
    }

    private void mail(String client, int messages, Reply reply) {
        mail(goodMail, client, messages, reply);
    }

    static void mail(GoodMail learner, String client, int messages, Reply reply) {
        Mailbox mailbox = new Mailbox("a@b.test", "a", "b.test");
        var file = Cases.from(client);
        var introduction = new Stage.Introduction("c.test", true, false, false, Optional.empty());
        var at = new Stage.AtData(file.connection(), introduction, ReversePath.of(mailbox), List.of(mailbox));
        for (int n = 0; n < messages; n++) {
            learner.learn(new Happening.MessageEnded(at, reply, 100), file);
        }
    }

    @Test
    void aStrangerMayBeBanned() {
        assertThat(spares("192.0.2.7")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, 198.51.100.1 is an address of our own",
        "198.51.100.0/24, 198.51.100.1 is an address of our own",
        "127.0.0.1, 127.0.0.0/8 is this machine",
        "::1, ::1 is this machine",
        "203.0.113.3, 203.0.113.0/28 is a trusted proxy",
        "203.0.0.0/16, 203.0.113.0/28 is a trusted proxy",
        "10.1.2.3, 10.0.0.0/8 is in ignoreIp of the jail",
        "203.0.113.77, 203.0.113.64/26 is allowed by the configuration"
    })
    void sparesAndSaysWhy(String subject, String because) {
        assertThat(spares(subject)).contains(because);
    }

    @Test
    void sparesWhomAnOperatorAllowsUntilThatExpires() {
        Optional<Instant> hour = Optional.of(time.instant().plus(Duration.ofHours(1)));
        get(allowList.add(new AllowEntry(Subject.parse("192.0.2.7"), "", "ann", time.instant(), hour)));
        assertThat(spares("192.0.2.0/24")).contains("192.0.2.7 is on the allow list");
        assertThat(spares("192.0.2.8")).isEmpty();
        time.advance(Duration.ofHours(1));
        assertThat(spares("192.0.2.7")).isEmpty();
    }

    @Test
    void sparesWhoHasSentGoodMailInGoodMeasure() {
        mail("192.0.2.7", 4, TAKEN);
        assertThat(spares("192.0.2.7")).isEmpty();
        mail("192.0.2.7", 1, TAKEN);
        assertThat(spares("192.0.2.7")).contains("192.0.2.7 has sent 5 messages within seven days that were accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.0/24, true",
        "192.0.2.7, 192.0.3.0/24, false",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8::1, 2001:db8::2, true",
        "2001:db8::1, 2001:db8::/48, true",
        "2001:db8::1, 2001:db8:0:1::/64, false"
    })
    void sparesTheNetworksOfGoodSenders(String sender, String subject, boolean spared) {
        mail(sender, 5, TAKEN);
        assertThat(spares(subject).isPresent()).isEqualTo(spared);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.10, 192.0.2.11, 192.0.2.12, 192.0.2.7, 192.0.2.0/24",
        "2001:db8:0:1::1, 2001:db8:0:2::1, 2001:db8:0:3::1, 2001:db8:0:9::/64, 2001:db8::/48"
    })
    void sparesAClientAmongSeveralGoodSenders(String one, String second, String third, String subject, String pool) {
        mail(one, 5, TAKEN);
        mail(second, 5, TAKEN);
        assertThat(spares(subject)).isEmpty();
        mail(third, 5, TAKEN);
        assertThat(spares(subject))
                .hasValueSatisfying(because ->
                        assertThat(because).startsWith(pool + " is a shared pool: 3 or more of its addresses"));
    }

    @Test
    void aJailMayBanGoodSendersToo() {
        mail("192.0.2.7", 5, TAKEN);
        assertThat(guard.spares(Network.parse("192.0.2.7"), List.of(), false)).isEmpty();
    }

    @Test
    void refusedMailIsNoGoodMail() {
        mail("192.0.2.7", 5, Reply.of(550, "5.7.1", "Spam"));
        assertThat(spares("192.0.2.7")).isEmpty();
    }

    @Test
    void goodMailOfMoreThanSevenDaysAgoDoesNotCount() {
        mail("192.0.2.7", 4, TAKEN);
        time.advance(Duration.ofDays(3));
        mail("192.0.2.7", 1, TAKEN);
        time.advance(Duration.ofDays(3));
        assertThat(spares("192.0.2.7")).isPresent();
        time.advance(Duration.ofDays(1));
        assertThat(spares("192.0.2.7")).isEmpty();
    }

    @Test
    void goodMailIsRememberedAfterARestart() {
        mail("192.0.2.7", 5, TAKEN);
        GoodMail restarted = new GoodMail(store, time, 5);
        get(restarted.restore());
        assertThat(guard(restarted).spares(Network.parse("192.0.2.7"), List.of(), true))
                .isPresent();
    }

    @Test
    void remembersNoMoreSendersThanThereIsRoomFor() {
        GoodMail small = new GoodMail(store, time, 5, 1);
        mail(small, "192.0.2.7", 5, TAKEN);
        mail(small, "192.0.2.8", 5, TAKEN);
        assertThat(small.from(Network.parse("192.0.2.7"))).isPresent();
        assertThat(small.from(Network.parse("192.0.2.8"))).isEmpty();
        time.advance(Duration.ofDays(7));
        mail(small, "192.0.2.8", 5, TAKEN);
        assertThat(small.from(Network.parse("192.0.2.8"))).isPresent();
    }

    @Test
    void withADeadStoreGoodSendersAreNotKnown() {
        GoodMail forgetful = new GoodMail(new DeadStore(), time, 5);
        mail(forgetful, "192.0.2.7", 5, TAKEN);
        assertThat(guard(forgetful).spares(Network.parse("192.0.2.7"), List.of(), true))
                .isEmpty();
    }
}
