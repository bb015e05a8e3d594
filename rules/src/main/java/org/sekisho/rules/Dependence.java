package org.sekisho.rules;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a rule cannot work without; the operator declares what it answers when that fails. */
public enum Dependence {
    /** It decides by itself. A failure is a defect, and passes. */
    NOTHING(Duration.ofSeconds(1)),
    /** The state store: the key is {@code onStoreFailure}. */
    STORE(Duration.ofSeconds(1)),
    /** The same, for a rule that asks name servers first, whose failure is an answer to it like any other. */
    STORE_AND_DNS(Duration.ofSeconds(10)),
    /** What the state store knows of accounts: to a node on its own every place would be new. */
    ACCOUNTS(Duration.ofSeconds(1)),
    /** Name servers: the key is {@code onDnsFailure}. */
    DNS(Duration.ofSeconds(10));

    private final Duration timeout;

    Dependence(Duration timeout) {
        this.timeout = timeout;
    }

    /** What an operator may declare for its failure. */
    public Set<FailureAnswer> answers() {
        return switch (this) {
            case NOTHING -> EnumSet.of(FailureAnswer.PASS);
            case STORE, STORE_AND_DNS -> EnumSet.allOf(FailureAnswer.class);
            case ACCOUNTS, DNS -> EnumSet.of(FailureAnswer.PASS, FailureAnswer.DEFER);
        };
    }

    boolean onStore() {
        return this != NOTHING && this != DNS;
    }

    /** How long a rule may take, unless the operator says otherwise. */
    public Duration timeout() {
        return timeout;
    }
}
