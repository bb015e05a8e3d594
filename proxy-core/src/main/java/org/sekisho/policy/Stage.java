package org.sekisho.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/**
 * What is known when a decision is due. Each stage holds all that the stages before it held, so that a check which
 * needs a recipient cannot be asked at connect.
 */
public sealed interface Stage {

    Connection connection();

    /** A stage at which the client has said its name. */
    sealed interface Introduced extends Stage {
        Introduction introduction();
    }

    /** A stage at which the sender is known. */
    sealed interface Sending extends Introduced {
        ReversePath sender();
    }

    /**
     * A client connection, its address as told by a PROXY header if there was one.
     *
     * @param session the session's id, as it stands in the log
     * @param listener the listener's name
     * @param submission whether the listener is for users, who have to log in
     * @param address the client's address in text
     * @param network its neighbourhood in text: /24, or /64 for IPv6
     */
    record Connection(
            String session,
            String listener,
            boolean submission,
            InetAddress client,
            int port,
            String address,
            String network) {
        public Connection(String session, String listener, boolean submission, InetAddress client, int port) {
            // In text once, since every rule keys its records by them.
            this(session, listener, submission, client, port, Network.text(client), Network.neighbourhood(client));
        }
    }

    /**
     * How the client has introduced itself.
     *
     * @param helo the name in HELO or EHLO
     * @param extended whether it was EHLO
     * @param secured whether the connection is under TLS
     * @param authenticated whether AUTH has succeeded
     * @param account the account that AUTH succeeded for; empty also where the mechanism hides it
     */
    record Introduction(
            String helo, boolean extended, boolean secured, boolean authenticated, Optional<String> account) {}

    /** Before the greeting. */
    record AtConnect(Connection connection) implements Stage {}

    /** HELO or EHLO. */
    record AtHelo(Connection connection, Introduction introduction) implements Introduced {}

    /**
     * AUTH, read up to what would log the client in.
     *
     * @param account empty where the mechanism hides it
     * @param passwordHash a few bits of a keyed hash of account and password, where the mechanism shows the password
     */
    record AtAuth(
            Connection connection,
            Introduction introduction,
            String mechanism,
            Optional<String> account,
            OptionalInt passwordHash)
            implements Introduced {
        /** By a mechanism that shows no password. */
        public AtAuth(Connection connection, Introduction introduction, String mechanism, Optional<String> account) {
            this(connection, introduction, mechanism, account, OptionalInt.empty());
        }
    }

    /** MAIL. */
    record AtMail(Connection connection, Introduction introduction, ReversePath sender) implements Sending {}

    /** RCPT, for one recipient. */
    record AtRcpt(Connection connection, Introduction introduction, ReversePath sender, Mailbox recipient)
            implements Sending {}

    /** DATA or the first BDAT, with the recipients that the upstream took. */
    record AtData(Connection connection, Introduction introduction, ReversePath sender, List<Mailbox> recipients)
            implements Sending {
        public AtData {
            recipients = List.copyOf(recipients);
        }
    }
}
