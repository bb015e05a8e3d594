package org.sekisho.app.notice;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sekisho.app.action.Letter;

/** Hands mail over; may block. */
@FunctionalInterface
interface Post {
    /** @throws IOException in words for an operator */
    void send(Letter letter, List<String> to, Instant date) throws IOException;
}
