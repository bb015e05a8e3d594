package org.sekisho.session;

import org.sekisho.smtp.Command;
import org.sekisho.smtp.Reply;

/** What a session can do to its client. Calls take effect in the order in which they are made. */
public interface ClientPort {

    /** Greets. With implicit TLS the handshake comes before the greeting. */
    void greet(Reply greeting);

    /** Sends the first part of a greeting, to be completed by {@link #greet}: a client that is not one talks then. */
    void greetInPart(Reply beginning);

    /** Answers. The bytes leave at the latest when the session waits for something. */
    void reply(Reply reply);

    /**
     * Answers STARTTLS and hands the connection to TLS. All that the client sent in clear text after the command is an
     * attack or a defect (T1): the caller has made sure that there is none.
     */
    void startTls(Reply goAhead);

    /** Whether bytes have arrived that no command has used yet. */
    boolean hasUnreadInput();

    /**
     * Begins to take a message in DATA form, up to CRLF.CRLF.
     *
     * @param limit octets after which {@link SmtpSession#contentRefused} is due
     */
    void readData(long limit);

    /**
     * Begins to take a chunk of exactly {@code chunk.size()} octets.
     *
     * @param first whether it starts a message
     * @param keep whether the octets go to the upstream; otherwise they are dropped
     * @param limit octets of the whole message after which {@link SmtpSession#contentRefused} is due
     */
    void readChunk(Command.Bdat chunk, boolean first, boolean keep, long limit);

    /** From now on drops the rest of the message, but reads to its end. */
    void discardContent();

    /** Closes when everything written has left; nothing more is read. The connection no longer counts. */
    void hangUp();

    /** Closes at once. */
    void close();
}
