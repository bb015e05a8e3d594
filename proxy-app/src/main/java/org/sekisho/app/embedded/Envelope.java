package org.sekisho.app.embedded;

import java.util.List;

/** Sender and recipients, which are no part of the message. */
record Envelope(String from, List<String> to) {
    Envelope {
        to = List.copyOf(to);
    }

    /** As the commands that gave it, one a line; no address holds a line end, since each came in one line. */
    String commands() {
        StringBuilder lines = new StringBuilder("MAIL FROM:<").append(from).append(">\n");
        to.forEach(recipient -> lines.append("RCPT TO:<").append(recipient).append(">\n"));
        return lines.toString();
    }
}
