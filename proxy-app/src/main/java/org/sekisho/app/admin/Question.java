package org.sekisho.app.admin;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sekisho.net.io.Addresses;

/**
 * A session that somebody wants explained before it happens.
 *
 * @param client an IP address
 * @param listener whose it is; the first listener for inbound mail if not said
 * @param from the reverse-path without brackets, an empty one for the null sender; needed if there are recipients
 * @param recipients one decision is explained for each
 */
public record Question(
        String client,
        Optional<String> listener,
        Optional<String> helo,
        Optional<String> from,
        List<String> recipients,
        Optional<String> account) {
    public Question {
        recipients = List.copyOf(recipients);
    }

    /** The same, with the account spelled as it is known by. */
    Question named(UnaryOperator<String> names) {
        return new Question(client, listener, helo, from, recipients, account.map(names));
    }

    /** @throws IllegalArgumentException for an address that is none, with words for whoever asked */
    static InetAddress address(String client) {
        return Addresses.literal(client)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + client + "' is not an IP address, such as 192.0.2.7"));
    }
}
