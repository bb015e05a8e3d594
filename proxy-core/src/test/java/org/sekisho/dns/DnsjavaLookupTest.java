package org.sekisho.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.dns.DnsAnswer.Outcome;
import org.sekisho.net.io.Addresses;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.DnsServer;
import org.sekisho.testing.LogCapture;

/** The look-ups as a real name server answers them. */
class DnsjavaLookupTest {
    private static final Duration LIMIT = Duration.ofSeconds(6);
    /** For look-ups that are meant to run into it: three tries of 200 ms each. */
    private static final Duration SHORT = Duration.ofMillis(600);

    private final DnsServer server = DnsServer.start();
    private final AtomicLong nanos = new AtomicLong();
    private final DnsjavaLookup dns = new DnsjavaLookup(List.of(server.endpoint()), LIMIT, 50_000, nanos::get);

    @AfterEach
    void stop() {
        server.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static InetAddress address(String literal) {
        return Addresses.literal(literal).orElseThrow();
    }

    @Test
    void findsAddressesOfBothFamilies() {
        server.zone().add("mail.test 300 AAAA 2001:db8::1").add("mail.test 300 A 192.0.2.1");
        assertThat(get(dns.addresses("mail.test"))).containsExactly(address("192.0.2.1"), address("2001:db8::1"));
    }

    @Test
    void findsTheAddressesOfOneFamily() {
        server.zone().add("mail.test 300 A 192.0.2.1");
        assertThat(get(dns.ipv4("mail.test")).values()).containsExactly(address("192.0.2.1"));
        assertThat(get(dns.ipv6("mail.test")).outcome()).isEqualTo(Outcome.NO_DATA);
    }

    @Test
    void findsTheNameOfAnAddressInLowerCaseWithoutTheFinalDot() {
        server.zone().host("Mail.Test", "192.0.2.1");
        assertThat(get(dns.names(address("192.0.2.1"))).values()).containsExactly("mail.test");
    }

    @Test
    void findsTheNameOfAnIpv6Address() {
        server.zone().host("mail.test", "2001:db8::25");
        assertThat(get(dns.names(address("2001:db8::25"))).values()).containsExactly("mail.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"two\\032words.test", "semi;colon.test", "cr\\013lf\\010.test", "umlaut\\252.test", "a\\.b.test"
            })
    void dropsPointersThatAreNoHostNames(String name) {
        server.zone().add("1.2.0.192.in-addr.arpa 300 PTR " + name.replace(";", "\\;"));
        assertThat(get(dns.names(address("192.0.2.1"))).outcome()).isEqualTo(Outcome.NO_DATA);
    }

    @Test
    void findsMailExchangersByPreference() {
        server.zone().add("a.test 300 MX 20 second.test").add("a.test 300 MX 10 first.test");
        assertThat(get(dns.mailExchangers("a.test")).values()).containsExactly("first.test", "second.test");
    }

    @Test
    void findsTheNullMxAsTheEmptyName() {
        server.zone().add("a.test 300 MX 0 .");
        assertThat(get(dns.mailExchangers("a.test")).values()).containsExactly("");
    }

    @Test
    void findsNameServers() {
        server.zone().add("a.test 300 NS NS1.Evil.test");
        assertThat(get(dns.nameServers("a.test")).values()).containsExactly("ns1.evil.test");
    }

    @Test
    void joinsTheStringsOfOneText() {
        server.zone().add("a.test 300 TXT \"v=spf1 ip4:192.0.2.1\" \" -all\"");
        assertThat(get(dns.texts("a.test")).values()).containsExactly("v=spf1 ip4:192.0.2.1 -all");
    }

    @Test
    void followsAnAlias() {
        server.zone().add("www.test 300 CNAME mail.test").add("mail.test 300 A 192.0.2.1");
        assertThat(get(dns.ipv4("www.test")).values()).containsExactly(address("192.0.2.1"));
    }

    @Test
    void tellsThatANameDoesNotExist() {
        assertThat(get(dns.ipv4("nowhere.test")).outcome()).isEqualTo(Outcome.NO_NAME);
    }

    @Test
    void tellsThatAnExistingNameHasNoSuchRecord() {
        server.zone().add("below.a.test 300 A 192.0.2.1");
        assertThat(get(dns.mailExchangers("a.test")).outcome()).isEqualTo(Outcome.NO_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..test", ".", "", "back\\slash.test"})
    void tellsThatAnImpossibleNameDoesNotExist(String name) {
        assertThat(get(dns.texts(name)).values()).isEmpty();
        assertThat(get(dns.texts(name)).failure()).isFalse();
    }

    @Test
    void tellsThatANameWithALabelTooLongDoesNotExist() {
        assertThat(get(dns.ipv4("a".repeat(64) + ".test")).outcome()).isEqualTo(Outcome.NO_NAME);
    }

    /** Later than a failure is remembered. */
    private void askAnew(String name) {
        nanos.addAndGet(Remembered.FAILURE.toNanos());
        get(dns.ipv4(name));
    }

    @Test
    void failsWhenTheServerFails() {
        server.failing("a.test");
        assertThat(get(dns.ipv4("a.test")).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void saysOnceThatNoServerAnswersAndOnceThatOneDoesAgain() {
        server.failing("a.test").zone().add("mail.test 300 A 192.0.2.1");
        try (LogCapture log = new LogCapture(Outage.class.getName())) {
            while (server.queries() < 2 * Outage.QUESTIONS) {
                askAnew("a.test");
            }
            get(dns.ipv4("mail.test"));
            get(dns.ipv6("mail.test"));
            assertThat(log.lines())
                    .satisfiesExactly(
                            dead -> assertThat(dead)
                                    .startsWith("WARN ")
                                    .contains("No name server has answered any of the last 60 questions")
                                    .contains("the latest: useless answer: SERVFAIL;"),
                            alive -> assertThat(alive).startsWith("INFO ").contains("Name servers answer again"));
        }
    }

    @Test
    void saysNothingOfAZoneThatFailsAmongOthers() {
        server.failing("a.test").zone().add("mail.test 1 A 192.0.2.1");
        try (LogCapture log = new LogCapture(Outage.class.getName())) {
            for (int lookUp = 0; server.queries() < 2 * Outage.QUESTIONS; lookUp++) {
                askAnew("a.test");
                get(dns.ipv4("absent" + lookUp + ".test"));
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void failsWhenTheServerRefuses() {
        server.refusing("a.test");
        assertThat(get(dns.ipv4("a.test")).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void failsWhenTheServerIsLame() {
        server.referring("a.test");
        assertThat(get(dns.ipv4("a.test")).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void failsTheStageOfAnAddressLookUp() {
        server.failing("a.test");
        assertThat(dns.addresses("a.test").toCompletableFuture()).failsWithin(LIMIT.plusSeconds(5));
    }

    @Test
    void failsWhenTheTimeIsUp() {
        DnsjavaLookup hasty = new DnsjavaLookup(List.of(server.endpoint()), SHORT);
        server.silent("a.test");
        assertThat(get(hasty.ipv4("a.test")).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void asksASecondTimeWhenAnAnswerIsLost() {
        DnsjavaLookup hasty = new DnsjavaLookup(List.of(server.endpoint()), SHORT);
        server.silent("a.test");
        assertThat(get(hasty.ipv4("a.test")).failure()).isTrue();
        assertThat(server.queries("a.test")).isBetween(2, 3);
    }

    @Test
    void asksTheNextServerWhenOneIsOfNoUse() {
        try (DnsServer other = DnsServer.start()) {
            server.failing("a.test");
            other.zone().add("a.test 300 A 192.0.2.1");
            DnsjavaLookup both = new DnsjavaLookup(List.of(server.endpoint(), other.endpoint()), LIMIT);
            assertThat(get(both.ipv4("a.test")).found()).isTrue();
        }
    }

    @Test
    void asksOverTcpWhenAnAnswerIsCutOff() {
        server.zone().add("a.test 300 A 192.0.2.1");
        server.truncating("a.test");
        assertThat(get(dns.ipv4("a.test")).found()).isTrue();
        assertThat(server.tcpQueries()).isEqualTo(1);
    }

    @Test
    void takesALateAnswerWithinTheLimit() {
        server.zone().add("a.test 300 A 192.0.2.1");
        server.delaying("a.test", Duration.ofMillis(300));
        assertThat(get(dns.ipv4("a.test")).found()).isTrue();
    }

    @Test
    void asksNoMoreForWhatItKnows() {
        server.zone().add("a.test 300 A 192.0.2.1");
        get(dns.ipv4("a.test"));
        assertThat(get(dns.ipv4("A.TEST")).found()).isTrue();
        assertThat(server.queries("a.test")).isEqualTo(1);
    }

    @Test
    void asksNoMoreForNamesThatItKnowsToBeAbsent() {
        get(dns.ipv4("nowhere.test"));
        assertThat(get(dns.ipv4("nowhere.test")).outcome()).isEqualTo(Outcome.NO_NAME);
        assertThat(server.queries("nowhere.test")).isEqualTo(1);
    }

    /** RFC 9520 section 3.2. */
    @Test
    void asksNobodyForAMomentAfterAFailure() {
        server.failing("a.test").zone().add("a.test 300 A 192.0.2.1");
        get(dns.ipv4("a.test"));
        int asked = server.queries("a.test");
        server.mended("a.test");
        assertThat(get(dns.ipv4("a.test")).failure()).isTrue();
        assertThat(server.queries("a.test")).isEqualTo(asked);
    }

    @Test
    void asksAgainSoonAfterAFailure() {
        server.failing("a.test").zone().add("a.test 300 A 192.0.2.1");
        get(dns.ipv4("a.test"));
        server.mended("a.test");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(get(dns.ipv4("a.test")).found()).isTrue();
    }

    @Test
    void asksOnceForManyWhoWaitForTheSameAnswer() {
        server.delaying("a.test", SHORT).zone().add("a.test 300 A 192.0.2.1");
        List<CompletableFuture<DnsAnswer<InetAddress>>> asked = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            asked.add(dns.ipv4("a.test").toCompletableFuture());
        }
        assertThat(asked).allMatch(answer -> get(answer).found());
        assertThat(server.queries("a.test")).isEqualTo(1);
    }

    /** Behind an alias the shorter one of two TTLs holds, and it cannot be seen. */
    @Test
    void looksAgainAtAnAliasBeforeLong() {
        server.zone().add("a.test 1 CNAME b.test").add("b.test 300 A 192.0.2.1");
        get(dns.ipv4("a.test"));
        Await.until("the alias to be asked for again", () -> {
            nanos.addAndGet(Remembered.UNSEEN_TTL.toNanos());
            get(dns.ipv4("a.test"));
            return server.queries("a.test") == 2;
        });
    }

    @Test
    void asksAgainWhenTheTtlIsZero() {
        server.zone().add("a.test 0 A 192.0.2.1");
        get(dns.ipv4("a.test"));
        get(dns.ipv4("a.test"));
        assertThat(server.queries("a.test")).isEqualTo(2);
    }

    @Test
    void forgetsWhenTheCacheIsFull() {
        DnsjavaLookup forgetful = new DnsjavaLookup(List.of(server.endpoint()), LIMIT, 10, nanos::get);
        int queries = 0;
        for (int n = 0; n < 60; n++) {
            String host = "host" + n % 30 + ".test";
            server.zone().add(host + " 300 A 192.0.2.1");
            get(forgetful.ipv4(host));
        }
        for (int n = 0; n < 30; n++) {
            queries += server.queries("host" + n + ".test");
        }
        assertThat(queries).isGreaterThanOrEqualTo(40);
    }

    @Test
    void answersAThousandQuestionsAskedAtOnce() {
        List<CompletableFuture<DnsAnswer<InetAddress>>> asked = new ArrayList<>();
        for (int n = 0; n < 1_000; n++) {
            server.zone().add("host" + n + ".test 300 A 192.0.2.1");
        }
        for (int n = 0; n < 1_000; n++) {
            asked.add(dns.ipv4("host" + n + ".test").toCompletableFuture());
        }
        assertThat(asked).allMatch(answer -> answer.join().found());
    }

    @Test
    void acceptsNoNameForANameServer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DnsjavaLookup(List.of(new Endpoint("dns.example.test", 53)), LIMIT))
                .withMessageContaining("dns.example.test:53");
    }

    @Test
    void acceptsNoTimeLimitOfZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsjavaLookup(List.of(), Duration.ZERO));
    }
}
