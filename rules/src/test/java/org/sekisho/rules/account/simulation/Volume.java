package org.sekisho.rules.account.simulation;

import java.util.Random;

/** How many messages accounts send, as a large provider has published it for one month of all its accounts. */
final class Volume {
    /** From so many messages a month, to so many, share of all accounts in per cent. */
    private static final double[][] BANDS = {
        {0.2, 5, 72.616},
        {5, 10, 12.019},
        {10, 15, 5.018},
        {15, 20, 2.701},
        {20, 25, 1.678},
        {25, 50, 3.306},
        {50, 100, 1.396},
    };

    /** Those beyond 100 messages, in accounts. */
    private static final double[][] LARGE = {
        {100, 125, 1_207},
        {125, 150, 743},
        {150, 200, 811},
        {200, 300, 751},
        {300, 400, 386},
        {400, 500, 205},
        {500, 1_000, 914},
        {1_000, 5_000, 1_528},
        {5_000, 10_000, 68},
        {10_000, 15_000, 21},
    };

    private static final int MOST_AT_A_TIME = 20;

    private Volume() {}

    static double aMonth(Random random) {
        double chance = random.nextDouble() * 100;
        for (double[] band : BANDS) {
            if (chance < band[2]) {
                return within(band, random);
            }
            chance -= band[2];
        }
        double account = random.nextDouble() * 6_634;
        for (double[] band : LARGE) {
            if (account < band[2]) {
                return within(band, random);
            }
            account -= band[2];
        }
        return within(LARGE[0], random);
    }

    private static double within(double[] band, Random random) {
        return band[0] + (band[1] - band[0]) * random.nextDouble();
    }

    /** A Poisson number; for large means the normal one that is close to it. */
    static int poisson(double mean, Random random) {
        if (mean > MOST_AT_A_TIME) {
            return (int) Math.max(0, Math.round(mean + random.nextGaussian() * Math.sqrt(mean)));
        }
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            count++;
        }
        return Math.max(0, count);
    }
}
