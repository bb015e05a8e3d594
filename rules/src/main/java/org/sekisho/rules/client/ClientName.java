package org.sekisho.rules.client;

import java.util.Optional;

/** The name of a client's address. Whoever owns an address can claim any name for it; only a verified one says something. */
public sealed interface ClientName {

    /** The name, if the address is one of its own: Postfix's {@code client_name}. */
    default Optional<String> verified() {
        return Optional.empty();
    }

    /** The address has this name, and the name has the address. */
    record Verified(String name) implements ClientName {
        @Override
        public Optional<String> verified() {
            return Optional.of(name);
        }
    }

    /**
     * The address has a name, but the name does not have the address: to Postfix "unknown".
     *
     * @param claimed the name, as good as the client's own word; Postfix's {@code reverse_client_name}
     */
    record Unverified(String claimed) implements ClientName {}

    /** The address has no name that could be a host's: to Postfix "unknown". */
    record None() implements ClientName {}

    /** The name servers did not answer. To Postfix "unknown" as well, but it may have a name in a minute. */
    record Unknown() implements ClientName {}
}
