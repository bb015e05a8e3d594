package org.sekisho.rules.hold;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;

/** Whether a rule is for this client. */
public final class Aim {
    private static final Target EVERYBODY = new Target(true, "the rule is for all clients");

    private final Who who;
    private final Doubts doubts;

    /**
     * @param aimedAt whether the rule is for it
     * @param because why or why not
     */
    public record Target(boolean aimedAt, String because) {}

    public Aim(Who who, Doubts doubts) {
        this.who = who;
        this.doubts = doubts;
    }

    /** Never fails. */
    public CompletionStage<Target> at(Case file) {
        return who == Who.ALL
                ? CompletableFuture.completedStage(EVERYBODY)
                : doubts.about(file).thenApply(doubt -> new Target(doubt.suspect(), doubt.because()));
    }
}
