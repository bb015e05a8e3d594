package org.sekisho.rules.incident;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.sekisho.rules.account.Acquaintance;
import org.sekisho.rules.account.Acquaintance.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the records of accounts take in how incidents have ended. That is owed until they have, also after a restart,
 * and tried once the end is on the disk: each end is told once, and twice only if the program dies between the record's write
 * and that of the incident which follows. Of several nodes one does so. Thread-safe.
 */
final class Conclusions {
    private static final Logger LOG = LoggerFactory.getLogger(Docket.class);

    private final IncidentBook book;
    private final Claims claims;
    private final Supplier<Acquaintance> acquaintance;
    /** Ids of those that are being told. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    /** Ids of those of which the log has a line that it has failed. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    Conclusions(IncidentBook book, Claims claims, Supplier<Acquaintance> acquaintance) {
        this.book = book;
        this.claims = claims;
        this.acquaintance = acquaintance;
    }

    /** Tries all that are owed. */
    CompletionStage<Void> settle() {
        return CompletableFuture.allOf(book.present().stream()
                .filter(incident -> incident.owed().isPresent())
                .map(incident -> settle(incident.id()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Tries that one, if it is owed, its end is on the disk, and nobody else does. */
    CompletionStage<Void> settle(String id) {
        if (!underWay.add(id)) {
            return CompletableFuture.completedStage(null);
        }
        Optional<Incident> owing =
                book.saved(id).filter(incident -> incident.owed().isPresent());
        return owing.map(this::tell)
                .orElseGet(() -> CompletableFuture.completedStage(null))
                .whenComplete((told, failure) -> underWay.remove(id));
    }

    private CompletionStage<Void> tell(Incident incident) {
        return claims.claim(incident, "ended " + incident.since())
                .thenCompose(ours ->
                        ours.map(this::conclude).orElseGet(() -> CompletableFuture.completedStage(Optional.empty())))
                .whenComplete((written, failure) -> {
                    if (failure == null) {
                        failing.remove(incident.id());
                    } else if (failing.add(incident.id())) {
                        LOG.warn(
                                "Incident {} is over, and the account's record does not say so yet: {}. It is tried again",
                                incident.id(),
                                failure.toString());
                    }
                })
                .handle((written, failure) -> failure == null)
                .thenAccept(told -> {});
    }

    /** From now on nets may tell of that account again. */
    private CompletionStage<Optional<Incident>> conclude(Incident incident) {
        Optional<Outcome> outcome = incident.owed();
        return outcome.isEmpty()
                ? CompletableFuture.completedStage(Optional.of(incident))
                : acquaintance
                        .get()
                        .concluded(incident.account(), outcome.get(), incident.opened())
                        .thenCompose(taken -> book.change(incident.id(), present -> paid(present, incident)));
    }

    /** What has gone on meanwhile may owe something else. */
    private static Incident paid(Incident present, Incident told) {
        return present.since().equals(told.since()) && present.owed().equals(told.owed())
                ? present.but(draft -> draft.owed = Optional.empty())
                : present;
    }
}
