package org.sekisho.policy;

/** What a check makes of a stage. */
public enum Verdict {
    /** Nothing against it. */
    PASS,
    /** Nothing against it, and the rules that follow in the list of this stage need not be asked. */
    EXEMPT,
    /** Always let through: beats every refusal, delay and ban, also those held from earlier stages. */
    ALLOW,
    /** Refuse for now, 4xx. */
    DEFER,
    /** Refuse for good, 5xx. */
    REJECT,
    /** Refuse and close the connection; held only where recipients differ about the rule. */
    DISCONNECT,
    /** Close the connection without a word; the reply is said only where recipients differ, and it has to stay. */
    DROP;

    public boolean refuses() {
        return this == DEFER || this == REJECT || closes();
    }

    /** Whether it ends the session. */
    public boolean closes() {
        return this == DISCONNECT || this == DROP;
    }
}
