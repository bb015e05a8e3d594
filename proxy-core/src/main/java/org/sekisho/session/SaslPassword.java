package org.sekisho.session;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.policy.Credentials;

/**
 * Makes the hash of the password in a message of PLAIN or LOGIN; other mechanisms never show one. The password itself is
 * overwritten at once, or, where somebody is to look for it in the session's messages, at the session's end.
 */
final class SaslPassword {
    private final PasswordHash hash;
    private final boolean keeps;

    private Credentials credentials = Credentials.hidden();

    /** @param keeps whether the password is kept until {@link #forget} */
    SaslPassword(PasswordHash hash, boolean keeps) {
        this.hash = hash;
        this.keeps = keeps;
    }

    /** @param first the first message of the exchange; it is left as it is, and every copy made here is overwritten */
    OptionalInt inFirst(String mechanism, Optional<String> account, byte[] first) {
        return mechanism.equals("PLAIN") ? of(account, first, true) : OptionalInt.empty();
    }

    /** @param later a message behind the first, of which the same holds */
    OptionalInt inLater(String mechanism, Optional<String> account, byte[] later) {
        return mechanism.equals("LOGIN") ? of(account, later, false) : OptionalInt.empty();
    }

    /** What was kept of the exchange that was the last. */
    Credentials credentials() {
        return credentials;
    }

    /** Overwrites what is kept. */
    void forget() {
        credentials.wipe();
        credentials = Credentials.hidden();
    }

    private OptionalInt of(Optional<String> account, byte[] base64, boolean behindNul) {
        if (account.isEmpty()) {
            return OptionalInt.empty();
        }
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return OptionalInt.empty();
        }
        byte[] password = Arrays.copyOfRange(message, behindNul ? lastNul(message) + 1 : 0, message.length);
        Arrays.fill(message, (byte) 0);
        OptionalInt bits = OptionalInt.empty();
        try {
            bits = hash.of(account.get(), password);
        } finally {
            keep(new Credentials(password, bits));
        }
        return bits;
    }

    private void keep(Credentials found) {
        forget();
        credentials = found;
        if (!keeps) {
            forget();
        }
    }

    /** authzid NUL authcid NUL password (RFC 4616). */
    private static int lastNul(byte[] message) {
        int at = message.length - 1;
        while (at >= 0 && message[at] != 0) {
            at--;
        }
        return at;
    }
}
