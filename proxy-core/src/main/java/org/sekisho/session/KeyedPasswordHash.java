package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under a key of this installation, cut to 12 bits: so few that 4,000 passwords share each number, and who
 * steals the state learns next to nothing, even with the key.
 */
public final class KeyedPasswordHash implements PasswordHash {
    /** The key's shortest length, in octets. */
    public static final int SHORTEST_KEY = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MASK = 0xFFF;

    private final SecretKeySpec key;

    /** @param key kept outside of the store, and the same on all nodes */
    public KeyedPasswordHash(byte[] key) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException("The key must have at least " + SHORTEST_KEY + " octets");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public OptionalInt of(String account, byte[] password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // Whoever spells it otherwise has not changed the password (A12).
            mac.update(account.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            // No account's name holds NUL, so that account and password cannot be mistaken for each other.
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(password);
            return OptionalInt.of(((hash[0] & 0xFF) << 8 | (hash[1] & 0xFF)) & MASK);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        }
    }
}
