package org.sekisho.rules.account;

import java.util.Optional;

/** Looks at one login and at what is known of its account. A pure function. */
@FunctionalInterface
interface LoginNet {
    Optional<Hit> look(Arrival arrival);
}
