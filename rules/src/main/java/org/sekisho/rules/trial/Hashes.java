package org.sekisho.rules.trial;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes numbers of 64 bits that tell what is the same, and under their key nothing else. */
final class Hashes {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Hashes(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    long of(byte[] octets) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(octets)).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        }
    }
}
