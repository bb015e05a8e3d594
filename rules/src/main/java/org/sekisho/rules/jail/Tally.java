package org.sekisho.rules.jail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a jail remembers of one subject.
 *
 * @param marks the failures that count, the oldest first
 * @param repeats how often one of them was made again
 * @param rate the failures as fail2ban counts them
 * @param good the recipients of it that were accepted
 * @param evidence the newest failures, for operators
 * @param history its bans of the past
 * @param sentence the ban that its failures have led to
 */
record Tally(
        List<Mark> marks,
        int repeats,
        Rate rate,
        Good good,
        List<String> evidence,
        History history,
        Optional<Sentence> sentence) {
    static final Tally NONE =
            new Tally(List.of(), 0, Rate.NONE, Good.NONE, List.of(), new History(0, Instant.EPOCH), Optional.empty());

    /**
     * One failure.
     *
     * @param what equal for the same one again; 0 for one that is like no other
     * @param group equal for those of one domain, or of one client
     */
    record Mark(Instant time, int what, int group) {}

    /** How often it was banned, and until when that is remembered. */
    record History(int times, Instant kept) {}

    /**
     * That it was to be banned.
     *
     * @param token tells the failure that did it from others at the same time
     * @param until {@link Instant#MAX} for ever
     * @param goodMail messages accepted since: what the ban would have cost
     */
    record Sentence(long token, Instant since, Instant until, int failures, int goodMail, Outcome outcome) {
        /** A ban takes no longer than this to be in force; the slowest answer of the DNS is among it. */
        private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

        boolean holdsAt(Instant now) {
            return now.isBefore(until);
        }

        /** Whether there should be a ban now; if there is none it was lost, or ended before its time. */
        boolean isOverdue(Instant now) {
            return switch (outcome) {
                case ONLY_SAID -> true;
                case PASSED_ON -> !now.isBefore(since.plus(ON_ITS_WAY));
                case SPARED -> false;
            };
        }
    }

    /** What became of a sentence. */
    enum Outcome {
        /** The jail only watched. */
        ONLY_SAID,
        /** Whoever bans was told. */
        PASSED_ON,
        /** It would have hit those whom jails leave alone. */
        SPARED
    }

    /** The failures of fail2ban's arithmetic, and when the first was. */
    record Rate(double failures, Instant first, Instant last) {
        static final Rate NONE = new Rate(0, Instant.EPOCH, Instant.EPOCH);

        /** One more, which weighs so much: beyond findTime the rate so far is taken for that time. */
        Rate and(Instant now, double weight, Duration findTime) {
            Instant from = now.minus(findTime);
            if (failures == 0 || !last.isAfter(from)) {
                return new Rate(weight, now, now);
            }
            double more = failures + weight;
            if (!first.isBefore(from)) {
                return new Rate(more, first, now);
            }
            double lasted = Duration.between(first, now).toMillis();
            return new Rate(Math.rint(more / lasted * findTime.toMillis()), from, now);
        }
    }

    /** Good recipients, of this span of findTime and of the one before. */
    record Good(int now, int before, Instant since) {
        static final Good NONE = new Good(0, 0, Instant.EPOCH);

        Good at(Instant time, Duration span) {
            if (!time.isBefore(since.plus(span.multipliedBy(2)))) {
                return new Good(0, 0, time);
            }
            return time.isBefore(since.plus(span)) ? this : new Good(0, now, since.plus(span));
        }

        Good and(int more) {
            return new Good(now + more, before, since);
        }

        int all() {
            return now + before;
        }
    }

    /** What is left of it at this time; a ban that has been served begins a clean sheet (as in fail2ban). */
    Tally at(Instant now, Duration findTime) {
        boolean served = sentence.filter(past -> !past.holdsAt(now)).isPresent();
        Instant from = now.minus(findTime);
        List<Mark> left = served
                ? List.of()
                : marks.stream()
                        .filter(mark -> sentence.isPresent() || mark.time().isAfter(from))
                        .toList();
        boolean clean = served || (left.isEmpty() && sentence.isEmpty());
        return new Tally(
                left,
                clean ? 0 : repeats,
                clean ? Rate.NONE : rate,
                good.at(now, findTime),
                clean ? List.of() : evidence,
                now.isBefore(history.kept) ? history : NONE.history,
                served ? Optional.empty() : sentence);
    }

    boolean sentencedAt(Instant now) {
        return sentence.filter(present -> present.holdsAt(now)).isPresent();
    }

    boolean has(Mark mark) {
        return mark.what != 0 && marks.stream().anyMatch(each -> each.what == mark.what);
    }

    /** One more failure. */
    Tally and(Mark mark, String line, double weight, Duration findTime, int most) {
        List<Mark> more = newest(marks, mark, most);
        List<String> lines = newest(evidence, line, Ban.MOST_EVIDENCE);
        return new Tally(more, repeats, rate.and(mark.time, weight, findTime), good, lines, history, sentence);
    }

    private static <T> List<T> newest(List<T> all, T further, int most) {
        List<T> more = new ArrayList<>(all);
        more.add(further);
        return List.copyOf(more.subList(Math.max(0, more.size() - most), more.size()));
    }

    /** A failure that was there already, and is now a new one in its place. */
    Tally again(Mark mark) {
        List<Mark> others = new ArrayList<>(marks);
        others.removeIf(each -> each.what == mark.what);
        others.add(mark);
        return new Tally(List.copyOf(others), repeats + 1, rate, good, evidence, history, sentence);
    }

    Tally sentenced(Sentence now, History then) {
        return new Tally(marks, repeats, rate, good, evidence, then, Optional.of(now));
    }

    Tally and(int goodRecipients) {
        return new Tally(marks, repeats, rate, good.and(goodRecipients), evidence, history, sentence);
    }

    /** Mail of it was accepted. */
    Tally delivered(Decay decay) {
        if (sentence.isPresent()) {
            Sentence now = sentence.get();
            Sentence dearer =
                    new Sentence(now.token, now.since, now.until, now.failures, now.goodMail + 1, now.outcome);
            return new Tally(marks, repeats, rate, good, evidence, history, Optional.of(dearer));
        }
        return switch (decay) {
            case NONE -> this;
            case FORGET -> forgiven();
            case HALVE ->
                new Tally(
                        marks.subList((marks.size() + 1) / 2, marks.size()),
                        repeats / 2,
                        new Rate(Math.floor(rate.failures / 2), rate.first, rate.last),
                        good,
                        evidence,
                        history,
                        sentence);
        };
    }

    /** Only its past bans and its good recipients are left. */
    Tally forgiven() {
        return new Tally(List.of(), 0, Rate.NONE, good, List.of(), history, Optional.empty());
    }

    /** The ban has not come about, and is not brought up again before this time. */
    Tally spared(Instant rest) {
        if (sentence.isEmpty()) {
            return this;
        }
        Sentence now = sentence.get();
        Instant end = rest.isBefore(now.until) ? rest : now.until;
        Sentence waived = new Sentence(now.token, now.since, end, now.failures, now.goodMail, Outcome.SPARED);
        History past = new History(Math.max(0, history.times - 1), history.kept);
        return new Tally(marks, repeats, rate, good, evidence, past, Optional.of(waived));
    }

    /** How many different failures there are. */
    int different() {
        long like = marks.stream()
                .filter(mark -> mark.what != 0)
                .map(Mark::what)
                .distinct()
                .count();
        return (int) (like + marks.stream().filter(mark -> mark.what == 0).count());
    }

    /** How many domains, or clients, they are spread over. */
    int groups() {
        return (int) marks.stream().map(Mark::group).distinct().count();
    }

    /** From when on nothing of it matters any more. */
    Instant expires(Duration findTime, Duration longest) {
        Instant end = Instant.EPOCH;
        if (!marks.isEmpty()) {
            end = later(end, marks.get(marks.size() - 1).time.plus(findTime));
        }
        if (good.all() > 0) {
            end = later(end, good.since.plus(findTime.multipliedBy(2)));
        }
        if (sentence.isPresent()) {
            Instant cap = sentence.get().since.plus(longest);
            end = later(end, cap.isBefore(sentence.get().until) ? cap : sentence.get().until);
        }
        return history.times > 0 ? later(end, history.kept) : end;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
