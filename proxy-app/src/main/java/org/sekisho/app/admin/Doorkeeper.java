package org.sekisho.app.admin;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.sekisho.app.audit.AuditLog;

/**
 * Lets in who has the token, so many in a second, and puts off who guesses it. Those who guess take nothing from those who
 * have it: anybody on this machine could keep the operator out otherwise. Thread-safe.
 */
public final class Doorkeeper {
    static final int MOST_OF_ONE = 40;
    static final int MOST_IN_ALL = 50;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AdminToken token;
    private final WrongTokens wrong;
    private final Quota ofOne;
    private final Quota inAll;

    public Doorkeeper(AdminToken token, AuditLog audit, InstantSource clock) {
        this.token = token;
        wrong = new WrongTokens(audit, clock);
        ofOne = new Quota(MOST_OF_ONE, SECOND, Duration.ZERO, clock);
        inAll = new Quota(MOST_IN_ALL, SECOND, Duration.ZERO, clock);
    }

    /** Comes back if the request may go on. */
    void admit(Context request) {
        String address = request.ip();
        String authorization =
                Optional.ofNullable(request.header("Authorization")).orElse("");
        if (!token.matches(authorization)) {
            wrong.from(address).ifPresent(wait -> {
                throw new TooMuch("too many requests without the token from " + address, wait);
            });
            throw new NotAllowed(
                    "say 'Authorization: Bearer TOKEN' with the token from the file admin-token in state.directory");
        }
        wrong.tell();
        ofOne.take(address).or(() -> inAll.take("all")).ifPresent(wait -> {
            throw new TooMuch(
                    "too many requests: at most " + MOST_OF_ONE + " a second from one address, " + MOST_IN_ALL
                            + " in all",
                    wait);
        });
    }

    /** The last that is told of those without the token. */
    void close() {
        wrong.tellAll();
    }

    /** Somebody without the token. */
    static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }
}
