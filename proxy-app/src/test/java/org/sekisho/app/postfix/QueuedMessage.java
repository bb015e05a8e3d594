package org.sekisho.app.postfix;

import java.util.List;
import java.util.Optional;

/**
 * A message in Postfix's queue.
 *
 * @param envelope what {@code postcat -e} prints: one {@code name: value} a line
 * @param received the header that Postfix itself has put first, unfolded
 * @param content header and body as they came, ISO 8859-1; lines end in LF, as Postfix stores no line ends
 */
public record QueuedMessage(String id, String envelope, String received, String content) {

    static QueuedMessage of(String id, String envelope, String stored) {
        int end = stored.indexOf('\n');
        while (stored.startsWith("\n\t", end)) {
            end = stored.indexOf('\n', end + 1);
        }
        String received = stored.substring(0, end);
        if (!received.startsWith("Received: ")) {
            throw new AssertionError("Postfix puts a Received header first, but message " + id + " has: " + received);
        }
        return new QueuedMessage(id, envelope, received.replace("\n\t", " "), stored.substring(end + 1));
    }

    public String sender() {
        return values("sender").get(0);
    }

    public List<String> recipients() {
        return values("recipient");
    }

    /** What Postfix noted beside the addresses, such as {@code dsn_envelope_id}. */
    public Optional<String> attribute(String name) {
        return values("named_attribute").stream()
                .filter(attribute -> attribute.startsWith(name + "="))
                .map(attribute -> attribute.substring(name.length() + 1))
                .findFirst();
    }

    List<String> values(String name) {
        return envelope.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
