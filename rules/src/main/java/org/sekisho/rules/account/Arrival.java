package org.sekisho.rules.account;

import java.util.Optional;

/**
 * A login as the nets see it.
 *
 * @param account with this login
 * @param familiarity of the place before it
 * @param leap where no traveller could have come from in the time
 * @param sessions of the account that live on this node, this one included
 */
record Arrival(AccountRecord account, Login login, Familiarity familiarity, Optional<Movement> leap, int sessions) {

    boolean tellsPlace() {
        return login.tells() == Login.Tells.PLACE;
    }
}
