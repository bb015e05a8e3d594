package org.sekisho.smtp;

import java.util.Locale;

/**
 * An address: a local part and a domain.
 *
 * @param written as the client wrote it, without angle brackets and source route; relayed byte for byte (L14, N4)
 * @param localPart the local part, its quotes and backslashes taken away ({@code "a b"@x} has {@code a b})
 * @param domain the domain or address literal as written; empty only for the bare {@code Postmaster}
 */
public record Mailbox(String written, String localPart, String domain) {

    /** Whether the address is plain ASCII; any other needs SMTPUTF8 (RFC 6531). */
    public boolean ascii() {
        return Words.areAscii(written);
    }

    /** Whether this is the postmaster, in any letter case, whom no memory and no limit refuses (RFC 5321 4.5.1). */
    public boolean postmaster() {
        return localPart.toLowerCase(Locale.ROOT).equals("postmaster");
    }

    @Override
    public String toString() {
        return written;
    }
}
