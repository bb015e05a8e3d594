package org.sekisho.rules.hold;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.rules.s25r.Suspects;

/** Whether a rule is for this client. */
public final class Aim {
    private static final Target EVERYBODY = new Target(true, "the rule is for all clients");

    private final Who who;
    private final Suspects suspects;

    /**
     * @param hit whether the rule is for it
     * @param because why or why not
     */
    public record Target(boolean hit, String because) {}

    public Aim(Who who, Suspects suspects) {
        this.who = who;
        this.suspects = suspects;
    }

    /** Never fails. */
    public CompletionStage<Target> at(Case file) {
        return who == Who.ALL
                ? CompletableFuture.completedStage(EVERYBODY)
                : suspects.of(file).thenApply(found -> new Target(found.suspect(), found.because()));
    }
}
