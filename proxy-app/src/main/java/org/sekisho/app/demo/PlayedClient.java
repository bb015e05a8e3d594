package org.sekisho.app.demo;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.session.ClientPort;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Reply;

/** Hears what the proxy says to a client. */
final class PlayedClient implements ClientPort {
    private final List<Reply> replies = new ArrayList<>();
    private boolean closed;
    private boolean reading;

    /** The last reply, or the empty greeting of silence. */
    Reply last() {
        return replies.get(replies.size() - 1);
    }

    boolean heardAnything() {
        return !replies.isEmpty();
    }

    boolean closed() {
        return closed;
    }

    /** Whether the proxy waits for a message. */
    boolean reading() {
        return reading;
    }

    @Override
    public void greetInPart(Reply beginning) {
        // The rest of the greeting tells more.
    }

    @Override
    public void greet(Reply greeting) {
        replies.add(greeting);
    }

    @Override
    public void reply(Reply reply) {
        replies.add(reply);
        reading = false;
    }

    @Override
    public void startTls(Reply goAhead) {
        throw new IllegalStateException("Nobody uses TLS in this play");
    }

    @Override
    public boolean hasUnreadInput() {
        return false;
    }

    @Override
    public void readData(long limit) {
        reading = true;
    }

    @Override
    public void readChunk(Command.Bdat chunk, boolean first, boolean keep, long limit) {
        throw new IllegalStateException("Nobody says BDAT in this play");
    }

    @Override
    public void discardContent() {
        reading = false;
    }

    @Override
    public void hangUp() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
