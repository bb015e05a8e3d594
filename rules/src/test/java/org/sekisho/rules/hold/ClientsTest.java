package org.sekisho.rules.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

final class ClientsTest {
    private static final String CLIENT = "203.0.113.7";

    private final ManualTime time = new ManualTime();
    private final ZoneDns dns = new ZoneDns();

    private Client client(String sender) {
        Tools tools = new Tools(
                time,
                new Random(7),
                dns,
                new MemoryStore(time),
                new LocalBuckets(time, 1_000),
                new Self("mx.example.org", Set.of()));
        return new Clients(true, tools, Duration.ofMillis(50))
                .of(Cases.atMail(CLIENT, sender), Cases.from(CLIENT))
                .toCompletableFuture()
                .orTimeout(2, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void countsAClientWithItsSendersPool() {
        dns.text("a.test", "v=spf1 ip4:203.0.113.7 -all");

        assertThat(client("user@a.test")).isEqualTo(new Client("spf:a.test", "203.0.113.0/24"));
    }

    @Test
    void countsASenderWhoseSpfKeepsSilentWithItsNetwork() {
        dns.silent("a.test");

        assertThat(client("user@a.test")).isEqualTo(new Client("network:203.0.113.0/24", "203.0.113.0/24"));
    }

    @Test
    void countsASenderWhoseSpfLeadsToASilentNameWithItsNetwork() {
        dns.text("a.test", "v=spf1 a:slow.a.test -all").silent("slow.a.test");

        assertThat(client("user@a.test").key()).isEqualTo("network:203.0.113.0/24");
    }
}
