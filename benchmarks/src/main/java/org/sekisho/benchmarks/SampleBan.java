package org.sekisho.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;

/** Bans by number, half of them of IPv4 addresses, half of IPv6 /64. */
final class SampleBan {
    private SampleBan() {}

    static Ban of(int number, Instant since, Duration time, List<String> evidence) {
        return new Ban(
                subject(number),
                "unknown-users",
                since,
                Optional.of(since.plus(time)),
                Ban.SEKISHO,
                Math.max(1, evidence.size()),
                0,
                evidence,
                Response.REFUSE);
    }

    static Network subject(int number) {
        int n = number / 2;
        return Network.parse(
                number % 2 == 0
                        ? "10." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255)
                        : "2001:db8:" + Integer.toHexString(n >> 16) + ":" + Integer.toHexString(n & 0xFFFF) + "::/64");
    }
}
