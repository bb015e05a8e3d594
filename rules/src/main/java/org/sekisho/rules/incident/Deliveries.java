package org.sekisho.rules.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Learner;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts by day (UTC) what becomes of the mail of accounts, so that it can be seen what a restriction was good for. What is
 * counted goes to the store when it is {@link #write written}. Thread-safe.
 */
public final class Deliveries implements Learner {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    public static final Table<Delivered> TABLE = Table.learned("deliveries", Delivered.CODEC, 1_000, 0, 64);
    private static final Duration KEPT = Duration.ofDays(800);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int DAYS = 7;

    /** Mail servers give up after so long (RFC 5321 section 4.5.4.1), and send a bounce then at the latest. */
    private static final Duration QUEUED = Duration.ofDays(5);

    private final StateStore store;
    private final InstantSource clock;
    private final Senders senders;
    private Map<LocalDate, Delivered> pending = new HashMap<>();

    /** The week before a day, and that from this day on. */
    public record Around(Delivered before, Delivered after) {}

    /** Tells of mail that accounts have sent. */
    @FunctionalInterface
    public interface Senders {
        /** Whether the account with this address has sent a message since then. Fails where the store does. */
        CompletionStage<Boolean> hasSent(String address, Instant since);
    }

    public Deliveries(StateStore store, InstantSource clock, Senders senders) {
        this.store = store;
        this.clock = clock;
        this.senders = senders;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.RecipientAnswered answered
                && answered.source() == Source.UPSTREAM
                // What is put off comes again.
                && !answered.reply().temporary()
                && answered.at().introduction().authenticated()) {
            count(new Delivered(1, answered.reply().positive() ? 0 : 1, 0));
        } else if (happening instanceof Happening.MessageEnded ended
                && ended.reply().positive()
                && ended.at().sender().mailbox().isEmpty()
                && ended.at().recipients().size() == 1) {
            perhapsBounced(ended.at().recipients().get(0).written());
        }
    }

    /** What comes without a sender is a bounce if an account gets it that has sent something lately. */
    private void perhapsBounced(String recipient) {
        senders.hasSent(recipient, clock.instant().minus(QUEUED)).whenComplete((sent, failure) -> {
            if (failure != null) {
                LOG.warn("A message without a sender is not counted as a bounce: {}", failure.toString());
            } else if (sent) {
                count(new Delivered(0, 0, 1));
            }
        });
    }

    private void count(Delivered one) {
        add(day(clock.instant()), one);
    }

    private synchronized void add(LocalDate day, Delivered some) {
        pending.merge(day, some, Delivered::plus);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** To be called now and then; what the store does not take is written the next time. */
    public CompletionStage<Void> write() {
        Map<LocalDate, Delivered> counted;
        synchronized (this) {
            counted = pending;
            pending = new HashMap<>();
        }
        Instant expires = clock.instant().plus(KEPT);
        CompletableFuture<?>[] writes = counted.entrySet().stream()
                .map(day -> store.update(
                                TABLE,
                                day.getKey().toString(),
                                "",
                                held -> Optional.of(new Held<>(
                                        held.map(Held::value)
                                                .orElse(Delivered.NOTHING)
                                                .plus(day.getValue()),
                                        expires)),
                                LIMIT)
                        .whenComplete((held, failure) -> {
                            if (failure != null) {
                                add(day.getKey(), day.getValue());
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(writes);
    }

    /** What changed with something that was done at that time. */
    public CompletionStage<Around> around(Instant time) {
        LocalDate day = day(time);
        return between(day.minusDays(DAYS), day).thenCombine(between(day, day.plusDays(DAYS)), Around::new);
    }

    /** @param end the day after the last one */
    public CompletionStage<Delivered> between(LocalDate begin, LocalDate end) {
        Batch batch = new Batch();
        List<Batch.Ticket<Delivered>> days = new ArrayList<>();
        begin.datesUntil(end).forEach(day -> days.add(batch.read(TABLE, day.toString())));
        return write().thenCompose(done -> store.run(batch, LIMIT)).thenApply(answers -> {
            Delivered sum = Delivered.NOTHING;
            for (Batch.Ticket<Delivered> day : days) {
                sum = sum.plus(answers.get(day).map(Held::value).orElse(Delivered.NOTHING));
            }
            return sum;
        });
    }
}
