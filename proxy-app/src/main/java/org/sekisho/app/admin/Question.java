package org.sekisho.app.admin;

import java.util.List;
import java.util.Optional;

/**
 * A session that somebody wants explained before it happens.
 *
 * @param client an IP address
 * @param listener whose it is; the first listener for inbound mail if not said
 * @param from the reverse-path without brackets; empty for the null sender
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
}
