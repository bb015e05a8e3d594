package org.sekisho.rules.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.rules.limits.Counted.Act;
import org.sekisho.state.TokenBuckets;
import org.sekisho.state.TokenBuckets.Taken;
import org.sekisho.state.TokenBuckets.Taking;

/** The limits on rates and their buckets. */
final class Counters {
    /** How long shared buckets may take; then this node's own decide. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    private final List<Limit> limits;
    private final Map<Point, List<Limit>> looks = new EnumMap<>(Point.class);
    private final Map<Point, List<Limit>> takes = new EnumMap<>(Point.class);
    private final TokenBuckets buckets;

    /** One bucket that is asked. */
    private record Ask(Limit limit, String subject) {
        Taking taking() {
            return limit.taking(subject, 1);
        }
    }

    /** What was found, and what was taken on the way if nothing was found against it. */
    record Outcome(Optional<Finding> refusal, List<Taking> taken) {
        static final Outcome NOTHING = new Outcome(Optional.empty(), List.of());
    }

    Counters(List<Limit> limits, TokenBuckets buckets) {
        this.limits = limits;
        this.buckets = buckets;
        for (Point point : Point.values()) {
            looks.put(point, those(point, Act.LOOK));
            takes.put(point, those(point, Act.TAKE));
        }
    }

    private List<Limit> those(Point point, Act act) {
        return limits.stream()
                .filter(limit -> limit.counted().at(point, limit.per()) == act)
                .toList();
    }

    /** Whether accounts are limited at all. */
    boolean concernAccounts() {
        return limits.stream().anyMatch(limit -> limit.per() == Per.ACCOUNT);
    }

    /** Looks at what is used up already; if nothing is, takes one of everything that this stage counts for. */
    CompletionStage<Outcome> count(Stage stage, boolean elsewhere) {
        Point point = Point.of(stage);
        List<Ask> used = asks(looks, point, stage, elsewhere);
        return used.isEmpty()
                ? take(stage, elsewhere, point)
                : buckets.look(takings(used), PATIENCE)
                        .thenCompose(found -> refusal(used, found, point)
                                .<CompletionStage<Outcome>>map(refusal ->
                                        CompletableFuture.completedFuture(new Outcome(Optional.of(refusal), List.of())))
                                .orElseGet(() -> take(stage, elsewhere, point)));
    }

    private CompletionStage<Outcome> take(Stage stage, boolean elsewhere, Point point) {
        List<Ask> wanted = asks(takes, point, stage, elsewhere);
        return wanted.isEmpty()
                ? CompletableFuture.completedFuture(Outcome.NOTHING)
                : buckets.take(takings(wanted), PATIENCE).thenApply(found -> taken(wanted, found, point));
    }

    /** All or nothing: whoever is refused for one limit has used up nothing of the others. */
    private Outcome taken(List<Ask> wanted, List<Taken> found, Point point) {
        List<Taking> taken = IntStream.range(0, wanted.size())
                .filter(i -> found.get(i).taken())
                .mapToObj(i -> wanted.get(i).taking())
                .toList();
        Optional<Finding> refusal = refusal(wanted, found, point);
        if (refusal.isPresent()) {
            giveBack(taken);
            return new Outcome(refusal, List.of());
        }
        return new Outcome(refusal, taken);
    }

    private static Optional<Finding> refusal(List<Ask> asked, List<Taken> found, Point point) {
        for (int i = 0; i < asked.size(); i++) {
            if (!found.get(i).taken()) {
                Ask ask = asked.get(i);
                return Optional.of(Refusals.rate(ask.limit(), ask.subject(), found.get(i), point));
            }
        }
        return Optional.empty();
    }

    private static List<Ask> asks(Map<Point, List<Limit>> from, Point point, Stage stage, boolean elsewhere) {
        List<Ask> asks = new ArrayList<>();
        for (Limit limit : from.getOrDefault(point, List.of())) {
            for (String subject : limit.per().of(stage, elsewhere)) {
                asks.add(new Ask(limit, subject));
            }
        }
        return asks;
    }

    private static List<Taking> takings(List<Ask> asks) {
        return asks.stream().map(Ask::taking).toList();
    }

    /** Counts what has happened. */
    void charge(Counted counted, Stage stage, boolean elsewhere, long tokens) {
        List<Taking> charges = limits.stream()
                .filter(limit -> limit.counted() == counted)
                .flatMap(limit ->
                        limit.per().of(stage, elsewhere).stream().map(subject -> limit.taking(subject, tokens)))
                .toList();
        if (!charges.isEmpty() && tokens > 0) {
            buckets.charge(charges);
        }
    }

    void giveBack(List<Taking> takings) {
        if (!takings.isEmpty()) {
            buckets.giveBack(takings);
        }
    }
}
