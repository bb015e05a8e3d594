package org.sekisho.benchmarks;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.sekisho.policy.Decision;

/**
 * What comes to nodes that share a store: every second attempt is new and has to be put off; the others come back, long
 * after, and have to pass. Thread-safe.
 */
final class Retries {
    /** So many others are new between an attempt and its retry: more than a node keeps guesses of. */
    static final int BETWEEN = 15_000;

    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder wrong = new LongAdder();

    /** Lets a node decide on the next one. */
    CompletionStage<Decision> decide(GreylistNode node, Executor loop) {
        int i = next.getAndIncrement();
        int since = i - BETWEEN;
        boolean isNew = since < 0 || since % 2 == 0;
        int triplet = since < 0 ? i : since / 2 + (isNew ? BETWEEN : 0);
        return node.decide(triplet, loop).whenComplete((decision, failure) -> {
            if (isNew != decision instanceof Decision.Refuse) {
                wrong.increment();
            }
        });
    }

    /** How many were let through that were new, or put off that had come back. */
    long wrong() {
        return wrong.sum();
    }
}
