package org.sekisho.rules.allow;

import java.util.Locale;
import org.sekisho.rules.client.HostName;
import org.sekisho.settings.Network;

/**
 * Whom an entry lets through. Its text is the entry's key and what operators write.
 *
 * <pre>
 * 192.0.2.0/24                              clients in a network
 * mail.example.jp                           clients with this verified name, or one below it
 * &#64;example.com from mail.example.net         senders of a domain, from clients with that verified name
 * ann&#64;example.com from 192.0.2.7            one sender, from clients in a network
 * </pre>
 */
public sealed interface Subject {

    /** Clients, by what cannot be claimed. */
    sealed interface Clients extends Subject {}

    /** Clients in a network. */
    record In(Network network) implements Clients {
        public In {
            if (network.toString().endsWith("/0")) {
                throw new IllegalArgumentException("'" + network + "' would let everybody through; name a network");
            }
        }

        @Override
        public String toString() {
            return network.toString();
        }
    }

    /** Clients whose verified name is the domain or below it; in lower case. */
    record Named(String domain) implements Clients {
        public Named {
            if (!HostName.valid(domain) || domain.indexOf('.') < 0) {
                throw new IllegalArgumentException(
                        "'" + domain + "' is neither a network nor the name of a host or a domain, such as example.jp");
            }
        }

        @Override
        public String toString() {
            return domain;
        }
    }

    /**
     * A sender, from such clients only: whoever sends mail may claim any sender.
     *
     * @param sender an address, or {@code @} and a domain; in lower case
     */
    record Sender(String sender, Clients from) implements Subject {
        public Sender {
            int at = sender.lastIndexOf('@');
            if (at < 0 || sender.length() > LONGEST_SENDER || !HostName.valid(sender.substring(at + 1))) {
                throw new IllegalArgumentException(
                        "'" + sender + "' is no sender, such as @example.com or ann@example.com");
            }
        }

        @Override
        public String toString() {
            return sender + FROM + from;
        }
    }

    String FROM = " from ";
    /** Local part, at sign and domain (RFC 5321 section 4.5.3.1), in characters. */
    int LONGEST_SENDER = 64 + 1 + 255;

    /** Reads what an operator wrote. */
    static Subject parse(String text) {
        String written = text.strip().toLowerCase(Locale.ROOT);
        int from = written.indexOf(FROM);
        if (from >= 0) {
            return new Sender(written.substring(0, from).strip(), clients(written.substring(from + FROM.length())));
        } else if (written.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' may be claimed by anybody; say which clients it has to come" + " from: '" + text
                            + " from mail.example.net' or '... from 192.0.2.0/24'");
        }
        return clients(written);
    }

    private static Clients clients(String text) {
        String written = text.strip();
        boolean address = written.indexOf(':') >= 0 || written.indexOf('/') >= 0 || written.matches("[0-9.]+");
        return address
                ? new In(Network.parse(written))
                : new Named(written.startsWith(".") ? written.substring(1) : written);
    }
}
