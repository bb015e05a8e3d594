package org.sekisho.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The places in a session where rules stand, as the configuration names them, in the order of a session. */
public enum Point {
    /** Before the greeting. */
    CONNECT(Stage.AtConnect.class),
    /** HELO or EHLO. */
    HELO(Stage.AtHelo.class),
    /** AUTH. */
    AUTH(Stage.AtAuth.class),
    /** MAIL. */
    SENDER(Stage.AtMail.class),
    /** RCPT. */
    RECIPIENT(Stage.AtRcpt.class),
    /** DATA or the first BDAT. */
    DATA(Stage.AtData.class);

    private final Class<? extends Stage> stage;

    Point(Class<? extends Stage> stage) {
        this.stage = stage;
    }

    /** What is known there. */
    public Class<? extends Stage> stage() {
        return stage;
    }

    /** The name in the configuration: {@code connect}, {@code helo} … */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Point> named(String key) {
        return Stream.of(values()).filter(point -> point.key().equals(key)).findFirst();
    }

    public static Point of(Stage stage) {
        if (stage instanceof Stage.AtRcpt) {
            return RECIPIENT;
        } else if (stage instanceof Stage.AtConnect) {
            return CONNECT;
        } else if (stage instanceof Stage.AtHelo) {
            return HELO;
        } else if (stage instanceof Stage.AtMail) {
            return SENDER;
        } else if (stage instanceof Stage.AtData) {
            return DATA;
        }
        return AUTH;
    }
}
