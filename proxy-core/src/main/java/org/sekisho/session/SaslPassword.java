package org.sekisho.session;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the hash of the password in a message of PLAIN or LOGIN; other mechanisms never show one. */
final class SaslPassword {
    private final PasswordHash hash;

    SaslPassword(PasswordHash hash) {
        this.hash = hash;
    }

    /** @param first the first message of the exchange; it is left as it is, and every copy made here is overwritten */
    OptionalInt inFirst(String mechanism, Optional<String> account, byte[] first) {
        return mechanism.equals("PLAIN") ? of(account, first, true) : OptionalInt.empty();
    }

    /** @param later a message behind the first, of which the same holds */
    OptionalInt inLater(String mechanism, Optional<String> account, byte[] later) {
        return mechanism.equals("LOGIN") ? of(account, later, false) : OptionalInt.empty();
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
        byte[] password = behindNul ? Arrays.copyOfRange(message, lastNul(message) + 1, message.length) : message;
        try {
            return hash.of(account.get(), password);
        } finally {
            Arrays.fill(message, (byte) 0);
            Arrays.fill(password, (byte) 0);
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
