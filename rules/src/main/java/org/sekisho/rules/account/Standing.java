package org.sekisho.rules.account;

/**
 * How what is sent from a place is counted.
 *
 * @param fromNew whether the place is new to the account
 * @param patience how many times what is too much from new places may be sent from there; more than once is counted apart
 */
record Standing(boolean fromNew, int patience) {
    static final Standing KNOWN = new Standing(false, 1);
    static final Standing NEW = new Standing(true, 1);

    boolean apart() {
        return fromNew && patience > 1;
    }
}
