package org.sekisho.rules.account;

import java.util.List;

/**
 * What one net has caught.
 *
 * @param score as in an {@link Alarm}
 * @param because in one line: what was seen, and the threshold
 */
record Hit(String net, int score, String because, List<String> evidence) {
    /** An operator should look. */
    static final int LOOK = 60;

    /** It is hardly anything else than a thief. */
    static final int ACT = 100;

    static final int MOST_EVIDENCE = 10;

    /** What it is told under once in a time: one that is sure is told although one that was not has been. */
    String key() {
        return sure() ? net + "!" : net;
    }

    boolean sure() {
        return score >= ACT;
    }

    Hit {
        evidence = List.copyOf(evidence.subList(0, Math.min(evidence.size(), MOST_EVIDENCE)));
    }
}
