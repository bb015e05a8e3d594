package org.sekisho.app.demo;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sekisho.session.ClientIdentity;
import org.sekisho.session.UpstreamPort;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/** The mail server behind the proxy, as one session sees it: knows who lives in the village, and takes their mail. */
final class PlayedMta implements UpstreamPort {
    /** What became of the mail server in the whole play. */
    record Tally(AtomicInteger connections, AtomicInteger lookups, AtomicInteger messages) {
        Tally() {
            this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        }
    }

    private static final Reply OK = Reply.of(250, "2.0.0", "Ok");

    private final Set<String> villagers;
    private final Tally tally;
    private boolean open;

    PlayedMta(Set<String> villagers, Tally tally) {
        this.villagers = villagers;
        this.tally = tally;
    }

    @Override
    public void open(ClientIdentity client, Opening opening) {
        open = true;
        tally.connections().incrementAndGet();
        opening.ready(Capabilities.NONE);
    }

    @Override
    public void send(String line, Consumer<Reply> answer) {
        if (line.startsWith("RCPT")) {
            tally.lookups().incrementAndGet();
            String recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            answer.accept(
                    villagers.contains(recipient) ? OK : Reply.of(550, "5.1.1", "<" + recipient + ">: User unknown"));
        } else if (line.startsWith("DATA")) {
            answer.accept(Reply.of(354, "Go on"));
        } else {
            answer.accept(OK);
        }
    }

    @Override
    public void sendSecret(byte[] line, Consumer<Reply> answer) {
        throw new IllegalStateException("Nobody logs in in this play");
    }

    @Override
    public void content(byte[] lines) {
        // The messages of the play have no text.
    }

    @Override
    public void endContent(Consumer<Reply> answer) {
        tally.messages().incrementAndGet();
        answer.accept(OK);
    }

    @Override
    public void closeIfIdle(Duration limit) {
        // Nothing idles in a play.
    }

    @Override
    public void quit() {
        open = false;
    }

    @Override
    public void abort() {
        open = false;
    }

    @Override
    public String address() {
        return open ? "the mail server" : "";
    }
}
