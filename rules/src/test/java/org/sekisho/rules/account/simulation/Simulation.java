package org.sekisho.rules.account.simulation;

/** The command {@code bin/bench accounts}: a whole year, and its tables. */
final class Simulation {
    private static final int ACCOUNTS = 10_000;
    private static final int THEFTS = 1_000;
    private static final long SEED = 1;

    private Simulation() {}

    /** @param arguments how many accounts, and the seed of chance; both may be left out */
    public static void main(String[] arguments) {
        int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ACCOUNTS;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : SEED;
        Ledger ledger = new Year(accounts, Math.min(THEFTS, accounts), seed).run();
        System.out.print(ledger.tables());
    }
}
