package org.sekisho.rules.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.rules.account.AccountRecord.Leap;
import org.sekisho.rules.account.AccountRecord.Month;
import org.sekisho.rules.account.AccountRecord.Stay;
import org.sekisho.rules.account.AccountRecord.Visit;
import org.sekisho.rules.origin.Coordinates;

class AccountCodecTest {
    private static final Instant NOW = Instant.parse("2027-01-04T12:00:00Z");
    private static final int HASH = Integer.MIN_VALUE;
    private static final long SYSTEM = 4_294_967_295L;
    private static final Amount MUCH = new Amount(1L << 40, 1L << 40, 1L << 50);

    private final AccountCodec codec = new AccountCodec();

    /** Everything there is room for, of the largest numbers that occur, over ten years. */
    private static AccountRecord longest() {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < AccountRecord.MOST_VISITS; i++) {
            visits.add(new Visit(NOW.plus(Duration.ofDays(30L * i)), "ZZ", SYSTEM, HASH, HASH));
        }
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < AccountRecord.MOST_STAYS; i++) {
            Instant from = NOW.plus(Duration.ofDays(60L * i));
            stays.add(new Stay(
                    new Place("ZZ", SYSTEM, 0),
                    Optional.of(new Coordinates(-90, -180)),
                    from,
                    from.plus(Duration.ofDays(30))));
        }
        List<Home> homes = new ArrayList<>();
        for (int i = 0; i < AccountRecord.MOST_HOMES; i++) {
            homes.add(new Home(
                    new Place("ZZ", SYSTEM - i, 0),
                    NOW,
                    NOW.plus(Duration.ofDays(3_650)),
                    3_650,
                    1 << 30,
                    HASH,
                    1 << 30,
                    true,
                    new Repute(Repute.Kind.SUSPECT, NOW.plus(Duration.ofDays(3_650)), Repute.MOST_BORNE)));
        }
        List<Week> weeks = new ArrayList<>();
        for (int i = 0; i < AccountRecord.MOST_WEEKS; i++) {
            Map<String, Integer> countries = new HashMap<>();
            Map<Long, Integer> systems = new HashMap<>();
            for (int j = 0; j < Week.MOST; j++) {
                countries.put("Z" + (char) ('A' + j), 1 << 30);
                systems.put(SYSTEM - j, 1 << 30);
            }
            weeks.add(new Week(3_000 + i, countries, systems, MUCH, MUCH, MUCH));
        }
        List<Leap> leaps = new ArrayList<>();
        Map<String, Instant> told = new HashMap<>();
        for (int i = 0; i < AccountRecord.MOST_LEAPS; i++) {
            leaps.add(new Leap(20_000 + i, true, new Place("ZZ", SYSTEM, 0)));
        }
        for (int i = 0; i < AccountRecord.MOST_NETS; i++) {
            told.put("weeklySystem" + i, NOW);
        }
        return new AccountRecord(
                NOW,
                Long.MAX_VALUE,
                visits,
                stays,
                homes,
                weeks,
                leaps,
                new Usage(500_000, MUCH, 20_000, MUCH, eachDay(), eachDay(), true),
                new Month(2027, 12, 1L << 40, 1L << 40),
                Optional.of(NOW),
                told);
    }

    private static List<Usage.Fresh> eachDay() {
        return LongStream.rangeClosed(20_000 - Usage.WEEK, 20_000)
                .mapToObj(day -> new Usage.Fresh(day, MUCH))
                .toList();
    }

    @Test
    void readsWhatItWrote() {
        assertThat(codec.decode(codec.encode(longest()))).isEqualTo(longest());
    }

    @Test
    void readsTheFirstOne() {
        AccountRecord first = AccountRecord.beginning(NOW);
        assertThat(codec.decode(codec.encode(first))).isEqualTo(first);
    }

    @Test
    void needsNoMoreThanItsBoundForTheLongestOne() {
        assertThat(codec.encode(longest())).hasSizeLessThanOrEqualTo(AccountRecord.MOST_OCTETS);
    }

    @Test
    @DisplayName("capability 4.18: seven million members, and what they need")
    void hasRoomForSevenMillionMembers() {
        long members = 7_000_000;
        long gibibyte = 1L << 30;

        assertThat(members).isLessThanOrEqualTo(AccountSettings.MOST_ACCOUNTS);
        assertThat(members * codec.encode(ordinary()).length).isLessThan(8 * gibibyte);
        assertThat(members * AccountRecord.MOST_OCTETS).isLessThan(32 * gibibyte);
    }

    /** Of an account with a home, an office and a phone whose carrier gives it another address each time. */
    private static AccountRecord ordinary() {
        Submission submission = new Submission();
        String office = submission.at("JP", 2516);
        for (int day = 0; day < 60; day++) {
            submission.login(Submission.HOME).sends("friend@example.org").leaves();
            submission.pass(Duration.ofHours(12)).login(office).leaves();
            submission.pass(Duration.ofHours(12));
            if (day % 10 == 0) {
                submission.login(submission.at("JP", 9605)).leaves();
            }
        }
        return submission.record();
    }

    @Test
    void needsLittleForAnOrdinaryOne() {
        assertThat(codec.encode(ordinary())).hasSizeBetween(500, 1_100);
    }
}
