package org.sekisho.rules.sender;

import java.util.Locale;
import java.util.Optional;
import org.sekisho.rules.client.HostName;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/** The part of a sender's address that can be looked up. */
public final class SenderDomain {
    private SenderDomain() {}

    /** The domain in lower case; empty for the null sender, for address literals and for what is no ASCII host name. */
    public static Optional<String> of(ReversePath sender) {
        return sender.mailbox()
                .map(Mailbox::domain)
                .filter(HostName::valid)
                .map(domain -> domain.toLowerCase(Locale.ROOT));
    }
}
