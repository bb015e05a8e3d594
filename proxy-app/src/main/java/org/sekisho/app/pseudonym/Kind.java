package org.sekisho.app.pseudonym;

import java.util.Arrays;
import java.util.Optional;

/** What a name is the name of; a pseudonym begins with it. */
public enum Kind {
    ADDRESS("ip"),
    NETWORK("net"),
    ACCOUNT("acct"),
    MAILBOX("mbox"),
    /** The name of a host that tells its address. */
    HOST("host");

    private final String prefix;

    Kind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /** The one that a pseudonym begins with. */
    static Optional<Kind> of(String pseudonym) {
        return Arrays.stream(values())
                .filter(kind -> pseudonym.startsWith(kind.prefix + "-"))
                .findFirst();
    }
}
