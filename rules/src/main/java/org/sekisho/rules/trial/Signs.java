package org.sekisho.rules.trial;

import java.util.Map;
import java.util.TreeMap;

/** What was found in one message: the names of signs and their points, never a text. */
final class Signs {
    /** From so many points on a mark is not only used by thieves, but by hardly anybody else. */
    static final int STRONG = 40;

    private boolean password;
    private boolean loginNearHost;
    private boolean loginNearHostAndPort;
    private final Map<String, Integer> marks = new TreeMap<>();
    private final Map<String, Integer> shapes = new TreeMap<>();

    void passwordFound() {
        password = true;
    }

    void loginFound(boolean withPort) {
        loginNearHost = true;
        loginNearHostAndPort |= withPort;
    }

    void mark(String id, int points) {
        marks.put(id, points);
    }

    void shape(String id, int points) {
        shapes.put(id, points);
    }

    /**
     * Whether the password counts.
     *
     * @param telling whether it is one that nobody writes by chance; any other counts only beside the login and the host
     */
    boolean password(boolean telling) {
        return password && (telling || login());
    }

    /** The login with the host says little, in a signature for instance; with a port, or in a list, it says a lot. */
    boolean login() {
        return loginNearHostAndPort || (loginNearHost && !shapes.isEmpty());
    }

    /** One mark counts, the one with the most points: a tool leaves several. */
    Map<String, Integer> marks() {
        return marks;
    }

    Map<String, Integer> shapes() {
        return shapes;
    }

    /** Whether the content alone is worth remembering whom it went to. */
    boolean strong(boolean telling) {
        return password(telling) || login() || most(marks) >= STRONG || most(shapes) >= STRONG;
    }

    static int most(Map<String, Integer> points) {
        return points.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
