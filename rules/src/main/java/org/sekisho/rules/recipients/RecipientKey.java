package org.sekisho.rules.recipients;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Mailbox;

/**
 * What makes two addresses the same recipient (R7): the domain in lower case, as A-labels; the local part exactly as it is
 * meant, with quotes and source route gone, and with its sub-address, since nobody but the mail server knows what that means.
 */
record RecipientKey(String domain, String localPart) {

    static RecipientKey of(Mailbox recipient, boolean foldCase) {
        String local = recipient.localPart();
        return new RecipientKey(domain(recipient.domain()), foldCase ? local.toLowerCase(Locale.ROOT) : local);
    }

    /** For an address as operators write it. */
    static RecipientKey parse(String address, boolean foldCase) {
        byte[] command = ("RCPT TO:<" + address + ">").getBytes(StandardCharsets.UTF_8);
        if (CommandParser.parse(command) instanceof Command.Rcpt rcpt
                && rcpt.parameters().isEmpty()
                && !rcpt.to().domain().isEmpty()) {
            return of(rcpt.to(), foldCase);
        }
        throw new IllegalArgumentException("'" + address + "' is not an address, such as user@example.org");
    }

    /** A domain in the one form in which it is remembered. */
    static String domain(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notConvertible) {
            // Its own form is as good a key: nothing else will be taken for it.
            return name;
        }
    }

    /** The key in the store: the domain first, so that the recipients of a domain lie side by side. */
    String text() {
        return domain + " " + localPart;
    }

    /** Whether {@link #text} may have said this. */
    static boolean isText(String key) {
        int space = key.indexOf(' ');
        return space > 0 && space < key.length() - 1 && isDomain(key.substring(0, space));
    }

    /** Whether {@link #domain} may have said this. */
    static boolean isDomain(String key) {
        return !key.isEmpty() && key.indexOf(' ') < 0 && key.equals(domain(key));
    }

    static RecipientKey ofText(String text) {
        int space = text.indexOf(' ');
        return new RecipientKey(text.substring(0, space), text.substring(space + 1));
    }

    /** The address, for people. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
