package org.sekisho.rules.account.simulation;

/** Shapes of thefts, and how many of a hundred have each: assumed. */
enum Thief {
    BOT_NET(25, "30 to 60 countries at once"),
    HIRED_MACHINE(27, "one machine abroad: a trial mail, 1 to 20 quiet days, a flood"),
    SAME_COUNTRY(12, "the same from a machine or line in the owner's country"),
    SOME_PROXIES(12, "3 to 6 proxies abroad, a flood"),
    LOW_AND_SLOW(8, "one line abroad, 5 to 15 messages a day for weeks"),
    CHANGING_PROXIES(8, "another country each day, 3 to 15 messages a day for weeks"),
    WHILE_LEARNT(4, "a flood from abroad in the account's first 14 days"),
    FORGOTTEN_ACCOUNT(3, "a flood from abroad, of an account that nobody uses"),
    SAME_PROVIDER(1, "a flood over another line of the owner's provider");

    final int share;
    final String words;

    Thief(int share, String words) {
        this.share = share;
        this.words = words;
    }

    /** The shape of the nth theft: in each hundred all in their shares. */
    static Thief of(int n) {
        // 37 and 100 have no common factor: shapes come mixed, whatever the number of thefts.
        int rest = n * 37 % 100;
        for (Thief each : values()) {
            rest -= each.share;
            if (rest < 0) {
                return each;
            }
        }
        throw new IllegalStateException("the shares are not a hundred");
    }
}
