package org.sekisho.rules.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.rules.account.AccountRecord.Leap;
import org.sekisho.rules.account.AccountRecord.Month;
import org.sekisho.rules.account.AccountRecord.Stay;
import org.sekisho.rules.account.AccountRecord.Visit;
import org.sekisho.rules.account.Usage.Fresh;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/** Writes what is learnt of accounts down: times in seconds, most of them counted from the login before. */
final class AccountCodec implements Codec<AccountRecord> {
    /** Of this encoding: whatever changes it counts it up, and goes on reading those before. */
    private static final int VERSION = 1;

    private static final int TENTHS = 10;

    @Override
    public byte[] encode(AccountRecord account) {
        RecordWriter out = new RecordWriter(VERSION)
                .number(account.firstSeen().getEpochSecond())
                .number(account.logins());
        long base = account.firstSeen().getEpochSecond();
        out.number(account.visits().size());
        for (Visit visit : account.visits()) {
            out.number(visit.last().getEpochSecond() - base);
            base = visit.last().getEpochSecond();
            country(out, visit.country());
            out.number(visit.system()).number(visit.network()).number(visit.address());
        }
        base = account.firstSeen().getEpochSecond();
        out.number(account.stays().size());
        for (Stay stay : account.stays()) {
            out.number(stay.from().getEpochSecond() - base)
                    .number(stay.to().getEpochSecond() - stay.from().getEpochSecond());
            base = stay.to().getEpochSecond();
            place(out, stay.place());
            coordinates(out, stay.at());
        }
        out.number(account.homes().size());
        account.homes().forEach(home -> home(out, home));
        out.number(account.weeks().size());
        account.weeks().forEach(week -> week(out, week));
        out.number(account.leaps().size());
        account.leaps().forEach(leap -> {
            out.number(leap.day()).flag(leap.toNew());
            place(out, leap.to());
        });
        usage(out, account.usage());
        Month month = account.month();
        out.number(month.year()).number(month.month()).number(month.messages()).number(month.logins());
        out.number(account.lastMessage().map(Instant::getEpochSecond).orElse(0L));
        out.number(account.told().size());
        account.told().forEach((net, time) -> out.text(net).number(time.getEpochSecond()));
        return out.octets();
    }

    private static void country(RecordWriter out, String country) {
        out.number(country.length() == 2 ? country.charAt(0) << 8 | country.charAt(1) : 0);
    }

    private static void place(RecordWriter out, Place place) {
        country(out, place.country());
        out.number(place.system()).number(place.network());
    }

    private static void coordinates(RecordWriter out, Optional<Coordinates> at) {
        out.flag(at.isPresent());
        at.ifPresent(known ->
                out.number(Math.round(known.latitude() * TENTHS)).number(Math.round(known.longitude() * TENTHS)));
    }

    private static void home(RecordWriter out, Home home) {
        place(out, home.place());
        out.number(home.first().getEpochSecond())
                .number(home.last().getEpochSecond() - home.first().getEpochSecond())
                .number(home.days())
                .number(home.logins())
                .number(home.network())
                .number(home.changes())
                .flag(home.learnt());
        Repute repute = home.repute();
        out.flag(repute.kind() != Repute.Kind.NONE);
        if (repute.kind() != Repute.Kind.NONE) {
            out.flag(repute.kind() == Repute.Kind.SUSPECT)
                    .number(repute.since().getEpochSecond() - home.first().getEpochSecond())
                    .number(repute.borne());
        }
    }

    private static void week(RecordWriter out, Week week) {
        out.number(week.week()).number(week.countries().size());
        week.countries().forEach((country, logins) -> {
            country(out, country);
            out.number(logins);
        });
        out.number(week.systems().size());
        week.systems().forEach((system, logins) -> out.number(system).number(logins));
        amount(out, week.busiestDay());
        amount(out, week.sent());
        amount(out, week.fromNew());
    }

    private static void usage(RecordWriter out, Usage usage) {
        out.number(usage.hour()).number(usage.day()).flag(usage.unusual());
        amount(out, usage.inHour());
        amount(out, usage.inDay());
        fresh(out, usage.day(), usage.fresh());
        fresh(out, usage.day(), usage.apart());
    }

    private static void fresh(RecordWriter out, long day, List<Fresh> all) {
        out.number(all.size());
        all.forEach(fresh -> {
            out.number(day - fresh.day());
            amount(out, fresh.sent());
        });
    }

    private static void amount(RecordWriter out, Amount amount) {
        out.number(amount.messages()).number(amount.recipients()).number(amount.octets());
    }

    @Override
    public AccountRecord decode(byte[] octets) {
        RecordReader in = new RecordReader(octets, VERSION);
        Instant firstSeen = seconds(in);
        long logins = in.number();
        long[] base = {firstSeen.getEpochSecond()};
        List<Visit> visits = list(in, () -> {
            base[0] += in.number();
            return new Visit(
                    Instant.ofEpochSecond(base[0]), country(in), in.number(), (int) in.number(), (int) in.number());
        });
        base[0] = firstSeen.getEpochSecond();
        List<Stay> stays = list(in, () -> {
            long from = base[0] + in.number();
            base[0] = from + in.number();
            return new Stay(place(in), coordinates(in), Instant.ofEpochSecond(from), Instant.ofEpochSecond(base[0]));
        });
        AccountRecord account = new AccountRecord(
                firstSeen,
                logins,
                visits,
                stays,
                list(in, () -> home(in)),
                list(in, () -> week(in)),
                list(in, () -> new Leap(in.number(), in.flag(), place(in))),
                usage(in),
                new Month((int) in.number(), (int) in.number(), in.number(), in.number()),
                Optional.of(seconds(in)).filter(time -> !time.equals(Instant.EPOCH)),
                told(in));
        in.end();
        return account;
    }

    private static <T> List<T> list(RecordReader in, Supplier<T> element) {
        List<T> all = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            all.add(element.get());
        }
        return all;
    }

    private static Instant seconds(RecordReader in) {
        return Instant.ofEpochSecond(in.number());
    }

    private static String country(RecordReader in) {
        int letters = (int) in.number();
        return letters == 0 ? "" : "" + (char) (letters >> 8) + (char) (letters & 0xFF);
    }

    private static Place place(RecordReader in) {
        return new Place(country(in), in.number(), (int) in.number());
    }

    private static Optional<Coordinates> coordinates(RecordReader in) {
        return in.flag()
                ? Optional.of(new Coordinates((double) in.number() / TENTHS, (double) in.number() / TENTHS))
                : Optional.empty();
    }

    private static Home home(RecordReader in) {
        Place place = place(in);
        Instant first = seconds(in);
        Instant last = first.plusSeconds(in.number());
        return new Home(
                place,
                first,
                last,
                (int) in.number(),
                (int) in.number(),
                (int) in.number(),
                (int) in.number(),
                in.flag(),
                repute(in, first));
    }

    private static Repute repute(RecordReader in, Instant first) {
        return in.flag()
                ? new Repute(
                        in.flag() ? Repute.Kind.SUSPECT : Repute.Kind.ACQUITTED, first.plusSeconds(in.number()), (int)
                                in.number())
                : Repute.NONE;
    }

    private static Week week(RecordReader in) {
        long week = in.number();
        Map<String, Integer> countries = new HashMap<>();
        for (long left = in.number(); left > 0; left--) {
            countries.put(country(in), (int) in.number());
        }
        Map<Long, Integer> systems = new HashMap<>();
        for (long left = in.number(); left > 0; left--) {
            systems.put(in.number(), (int) in.number());
        }
        return new Week(week, countries, systems, amount(in), amount(in), amount(in));
    }

    private static Usage usage(RecordReader in) {
        long hour = in.number();
        long day = in.number();
        boolean unusual = in.flag();
        Supplier<Fresh> fresh = () -> new Fresh(day - in.number(), amount(in));
        return new Usage(hour, amount(in), day, amount(in), list(in, fresh), list(in, fresh), unusual);
    }

    private static Amount amount(RecordReader in) {
        return new Amount(in.number(), in.number(), in.number());
    }

    private static Map<String, Instant> told(RecordReader in) {
        Map<String, Instant> told = new HashMap<>();
        for (long left = in.number(); left > 0; left--) {
            told.put(in.text(), seconds(in));
        }
        return told;
    }
}
