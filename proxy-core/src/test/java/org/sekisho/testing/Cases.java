package org.sekisho.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/** Sessions as checks see them, made up from what a test cares about. */
public final class Cases {
    private Cases() {}

    /** The case of a client that has just connected. */
    public static Case from(String client) {
        return new Case(connection(client));
    }

    public static Stage.Connection connection(String client) {
        try {
            // A literal is never looked up.
            return new Stage.Connection("test-1", "mx", false, InetAddress.getAllByName(client)[0], 40_000);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + client, e);
        }
    }

    /** On behalf of a rule that acts. */
    public static Check.Inquiry inquiry(String client) {
        return new Check.Inquiry(from(client), true);
    }

    public static Stage.AtConnect atConnect(String client) {
        return new Stage.AtConnect(connection(client));
    }

    public static Stage.AtHelo atHelo(String client, String helo) {
        return new Stage.AtHelo(connection(client), introduction(helo));
    }

    /** MAIL; the empty sender is the null reverse-path. */
    public static Stage.AtMail atMail(String client, String sender) {
        return new Stage.AtMail(connection(client), introduction("client.test"), reversePath(sender));
    }

    private static Stage.Introduction introduction(String helo) {
        return new Stage.Introduction(helo, true, false, false, Optional.empty());
    }

    private static ReversePath reversePath(String address) {
        int at = address.lastIndexOf('@');
        return address.isEmpty()
                ? ReversePath.NULL
                : ReversePath.of(new Mailbox(address, address.substring(0, at), address.substring(at + 1)));
    }
}
