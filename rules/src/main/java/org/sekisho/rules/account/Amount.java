package org.sekisho.rules.account;

/** What an account has sent. */
public record Amount(long messages, long recipients, long octets) {
    static final Amount NONE = new Amount(0, 0, 0);

    Amount plus(Amount more) {
        return new Amount(messages + more.messages, recipients + more.recipients, octets + more.octets);
    }

    Amount minus(Amount part) {
        return new Amount(messages - part.messages, recipients - part.recipients, octets - part.octets);
    }

    /** The larger of each. */
    Amount atLeast(Amount other) {
        return new Amount(
                Math.max(messages, other.messages),
                Math.max(recipients, other.recipients),
                Math.max(octets, other.octets));
    }
}
