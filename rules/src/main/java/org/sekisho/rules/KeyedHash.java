package org.sekisho.rules;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes numbers of texts that are only to be told apart: under a key, so that nobody can choose texts that collide. */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public KeyedHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** 32 bits, never 0. */
    public int of(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            int hash = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .getInt();
            return hash == 0 ? 1 : hash;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        }
    }
}
