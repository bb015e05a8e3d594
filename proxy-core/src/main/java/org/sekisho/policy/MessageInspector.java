package org.sekisho.policy;

import java.util.Optional;

/**
 * Looks at the messages of users while they pass to the mail server. One for a program; thread-safe. Called on the event
 * loops of the sessions: it must not block.
 */
public interface MessageInspector {
    /**
     * Octets that are shown of one message at most, as they go upstream: dot-stuffed, the header first. To look at them takes
     * time of the event loop that the session shares with others.
     */
    int MOST_OCTETS = 65_536;

    /** Whether anybody's messages are looked at; if not, no password is kept and nothing is shown. */
    boolean active();

    /**
     * A message begins, in a session that has logged in.
     *
     * @param credentials as long as the session lives
     * @return empty if the message need not be looked at
     */
    Optional<MessageInspection> begin(Stage.AtData message, Credentials credentials);

    /** Looks at nothing. */
    MessageInspector NONE = new MessageInspector() {
        @Override
        public boolean active() {
            return false;
        }

        @Override
        public Optional<MessageInspection> begin(Stage.AtData message, Credentials credentials) {
            return Optional.empty();
        }
    };
}
