package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Mode;
import org.sekisho.rules.jail.JailSettings.Thresholds;
import org.sekisho.rules.jail.Tally.History;
import org.sekisho.rules.jail.Tally.Mark;
import org.sekisho.rules.jail.Tally.Outcome;
import org.sekisho.rules.jail.Tally.Sentence;
import org.sekisho.state.Change;
import org.sekisho.state.Held;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One jail at work: what it makes of a failure. Knows no store; all that it decides is a change of a {@link Tally}. */
final class Jail {
    private static final Logger LOG = LoggerFactory.getLogger(Jail.class);

    /** Subjects that are remembered. */
    private static final int MOST_RECORDS = 100_000;
    /** Clients of one /24, or /48 for IPv6. */
    private static final int MOST_PER_NETWORK = 300;
    /** A permanent ban is remembered so long. */
    private static final Duration LONGEST = Duration.ofDays(3_650);
    /** As fail2ban: three times the ban, and a day. */
    private static final int BANS_REMEMBERED = 3;

    private static final Duration REMEMBERED = Duration.ofDays(1);

    final String name;
    final JailSettings settings;
    final IgnoredClients ignored;
    final Table<Tally> table;
    private final Set<Offence> offences;
    private final AtomicBoolean saidCrowded = new AtomicBoolean();

    Jail(String name, JailSettings settings, DnsLookup dns) {
        this.name = name;
        this.settings = settings;
        ignored = new IgnoredClients(settings.ignoreIp(), dns);
        offences = settings.offences();
        table = table(name);
    }

    /** What the jail of that name counts. */
    static Table<Tally> table(String name) {
        return Table.learned("jail-" + name, new TallyCodec(), MOST_RECORDS, MOST_PER_NETWORK, TallyCodec.MOST_OCTETS);
    }

    /** Whether the jail is at work, and this is a failure to it. */
    boolean counts(Failure failure) {
        return settings.mode() != Mode.OFF
                && offences.contains(failure.offence())
                && (failure.offence() != Offence.CONNECT_AND_LEAVE
                        || failure.lasted().compareTo(settings.within()) <= 0);
    }

    /** Whether it needs to know how many good recipients a client names. */
    boolean weighsGoodRecipients() {
        return settings.mode() != Mode.OFF && settings.goodShare() < 1;
    }

    /** Whose failures are added up. */
    enum Kind {
        /** A client's. */
        CLIENT,
        /** Those of a network's clients. */
        NETWORK,
        /** Those of a network's clients that have no records of their own, as if they were one. */
        NEIGHBOURS,
        /** Those of whoever tries an account. */
        ACCOUNT,
        /** Those of an autonomous system's clients. */
        SYSTEM,
        /** Those of a country's clients. */
        COUNTRY;

        /** Whether it is not banned itself when its failures are enough: whoever adds one more is. */
        boolean onlyAlerts() {
            return this == ACCOUNT || this == SYSTEM || this == COUNTRY;
        }

        /** Whether one client alone is not enough. */
        boolean isCrowd() {
            return this == NETWORK || this == SYSTEM || this == COUNTRY;
        }
    }

    /**
     * What the change needs from the world.
     *
     * @param token no other failure has it
     * @param chance from 0 up to 1, for the random part of a ban
     */
    record Draw(Instant now, long token, double chance) {}

    /** The change of a failure. If the failure was the last straw, the tally has a sentence with this token afterwards. */
    Change<Tally> failure(Kind kind, Mark mark, String line, Draw draw) {
        return before -> {
            Thresholds thresholds = settings.at(draw.now());
            Tally tally = before.map(Held::value).orElse(Tally.NONE).at(draw.now(), thresholds.findTime());
            boolean sentenced = tally.sentencedAt(draw.now());
            boolean again = settings.distinct() && tally.has(mark);
            boolean overdue = !kind.onlyAlerts() && overdue(tally, draw.now());
            if (sentenced && !overdue && (again || !kind.onlyAlerts())) {
                return before; // It is banned, or would be: it could not have done this.
            }
            Tally after = again
                    ? tally.again(mark)
                    : tally.and(mark, line, weight(tally), thresholds.findTime(), most(kind, thresholds));
            boolean enough = overdue || (!again && (sentenced || enough(kind, after, thresholds)));
            return held(enough ? sentence(kind, after, thresholds, draw) : after, thresholds);
        };
    }

    /**
     * Whether somebody goes on who was to be banned, and is not: because the jail only watched then, or because the ban got
     * lost or was ended before its time. Whoever is banned is not even counted.
     */
    private boolean overdue(Tally tally, Instant now) {
        return settings.mode() == Mode.ENFORCE
                && tally.sentence()
                        .filter(past -> past.holdsAt(now) && past.isOverdue(now))
                        .isPresent();
    }

    private double weight(Tally tally) {
        return settings.increment().weight(tally.history().times(), settings.maxRetry());
    }

    private int maxRetry(Kind kind, Thresholds thresholds) {
        return switch (kind) {
            case CLIENT, NEIGHBOURS -> thresholds.maxRetry();
            case NETWORK -> settings.aggregates().maxRetry();
            case ACCOUNT -> settings.accountMaxRetry();
            case SYSTEM -> settings.aggregates().systems();
            case COUNTRY -> settings.aggregates().countries();
        };
    }

    private int most(Kind kind, Thresholds thresholds) {
        return Math.min(2 * maxRetry(kind, thresholds), JailSettings.MOST_RETRIES);
    }

    private boolean enough(Kind kind, Tally tally, Thresholds thresholds) {
        double failures = settings.counting() == Counting.WINDOW
                ? tally.marks().size()
                : tally.rate().failures();
        int good = tally.good().all();
        return failures >= maxRetry(kind, thresholds)
                && (!kind.isCrowd() || tally.groups() >= Aggregates.FEWEST_CLIENTS)
                && (kind != Kind.CLIENT
                        || settings.goodShare() == 1
                        || good < settings.goodShare() * (good + failures));
    }

    private Tally sentence(Kind kind, Tally tally, Thresholds thresholds, Draw draw) {
        Instant now = draw.now();
        int failures = tally.marks().size();
        if (kind.onlyAlerts()) {
            // Nobody is banned by this one but whoever does it and comes next; each further failure prolongs it.
            Instant rest = now.plus(thresholds.findTime());
            Sentence alert = new Sentence(draw.token(), now, rest, failures, 0, Outcome.PASSED_ON);
            return tally.sentenced(alert, tally.history());
        }
        // One that takes the place of another is the same ban of the past.
        int times = Math.max(0, tally.history().times() - (tally.sentencedAt(now) ? 1 : 0));
        Duration banTime = settings.increment().of(settings.banTime(), times, draw.chance());
        Instant until = banTime.isNegative() ? Instant.MAX : now.plus(banTime);
        Instant kept = banTime.isNegative()
                ? now.plus(LONGEST)
                : now.plus(banTime.multipliedBy(BANS_REMEMBERED)).plus(REMEMBERED);
        Outcome outcome = settings.mode() == Mode.ENFORCE ? Outcome.PASSED_ON : Outcome.ONLY_SAID;
        Sentence sentence = new Sentence(draw.token(), now, until, failures, 0, outcome);
        return tally.sentenced(sentence, new History(times + 1, kept));
    }

    /** The change of a client that is banned because others have done the same before it: that counts as a ban of its own. */
    Change<Tally> convicted(Draw draw) {
        return before -> {
            Thresholds thresholds = settings.at(draw.now());
            Tally tally = before.map(Held::value).orElse(Tally.NONE).at(draw.now(), thresholds.findTime());
            boolean settled = tally.sentencedAt(draw.now()) && !overdue(tally, draw.now());
            return held(settled ? tally : sentence(Kind.CLIENT, tally, thresholds, draw), thresholds);
        };
    }

    /** Says once that there are more clients of a network than are remembered. */
    void crowded(Accused neighbours) {
        if (!saidCrowded.getAndSet(true)) {
            LOG.warn(
                    "The jail {} remembers {} clients of {}; the others are counted, and banned, together. Of other networks"
                            + " this is not said",
                    name,
                    MOST_PER_NETWORK,
                    neighbours.key());
        }
    }

    /** The change of good recipients. */
    Change<Tally> good(int recipients, Instant now) {
        return before -> {
            Thresholds thresholds = settings.at(now);
            Tally tally = before.map(Held::value).orElse(Tally.NONE).at(now, thresholds.findTime());
            return held(tally.and(recipients), thresholds);
        };
    }

    /** The change of a message that was accepted. One client's good mail does not excuse its whole network. */
    Change<Tally> delivered(Kind kind, Instant now) {
        return before -> before.flatMap(held -> {
            Thresholds thresholds = settings.at(now);
            return held(
                    held.value()
                            .at(now, thresholds.findTime())
                            .delivered(kind == Kind.CLIENT ? settings.decay() : Decay.NONE),
                    thresholds);
        });
    }

    /** The change of somebody who is let go: what led to the ban does not count any more. */
    Change<Tally> forgiven(Instant now) {
        return before -> before.flatMap(held -> {
            Thresholds thresholds = settings.at(now);
            return held(held.value().at(now, thresholds.findTime()).forgiven(), thresholds);
        });
    }

    /** The change of somebody who was not banned after all: it is no ban of the past, and rests for findTime. */
    Change<Tally> spared(Instant now) {
        return before -> before.flatMap(held -> {
            Thresholds thresholds = settings.at(now);
            Tally tally = held.value().at(now, thresholds.findTime());
            return held(tally.spared(now.plus(thresholds.findTime())), thresholds);
        });
    }

    private static Optional<Held<Tally>> held(Tally tally, Thresholds thresholds) {
        Instant end = tally.expires(thresholds.findTime(), LONGEST);
        return end.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(new Held<>(tally, end));
    }
}
