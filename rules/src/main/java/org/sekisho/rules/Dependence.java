package org.sekisho.rules;

import java.time.Duration;

/** What a rule cannot work without; the operator declares what it answers when that fails. */
public enum Dependence {
    /** It decides by itself. A failure is a defect, and passes. */
    NOTHING(Duration.ofSeconds(1)),
    /** The state store: the key is {@code onStoreFailure}. */
    STORE(Duration.ofSeconds(1)),
    /** The same, for a rule that asks name servers first, whose failure is an answer to it like any other. */
    STORE_AND_DNS(Duration.ofSeconds(10)),
    /** Name servers: the key is {@code onDnsFailure}. */
    DNS(Duration.ofSeconds(10));

    private final Duration timeout;

    Dependence(Duration timeout) {
        this.timeout = timeout;
    }

    /** How long a rule may take, unless the operator says otherwise. */
    public Duration timeout() {
        return timeout;
    }
}
