package org.sekisho.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SaslPasswordTest {
    /** NUL alice NUL secret. */
    private static final byte[] PLAIN = "AGFsaWNlAHNlY3JldA==".getBytes(US_ASCII);

    private static final Optional<String> ALICE = Optional.of("alice");

    private final List<byte[]> hashed = new ArrayList<>();

    private SaslPassword passwords(boolean keeps) {
        return new SaslPassword(
                (account, password) -> {
                    hashed.add(password);
                    return OptionalInt.of(password.length);
                },
                keeps);
    }

    @Test
    void overwritesThePasswordAtOnceWhereNobodyWantsIt() {
        SaslPassword password = passwords(false);
        assertThat(password.inFirst("PLAIN", ALICE, PLAIN.clone())).hasValue(6);
        assertThat(hashed).containsExactly(new byte[6]);
        assertThat(password.credentials().password()).isEmpty();
    }

    @Test
    void keepsItInOnePlaceUntilItIsForgotten() {
        SaslPassword password = passwords(true);
        password.inFirst("PLAIN", ALICE, PLAIN.clone());
        byte[] kept = password.credentials().password();
        assertThat(kept).asString().isEqualTo("secret");
        assertThat(hashed).first().isSameAs(kept);
        password.forget();
        assertThat(kept).containsOnly(0);
        assertThat(password.credentials().password()).isEmpty();
    }

    @Test
    void anotherTryOverwritesThePasswordOfTheOneBefore() {
        SaslPassword password = passwords(true);
        password.inFirst("PLAIN", ALICE, PLAIN.clone());
        password.inLater("LOGIN", ALICE, "cGFzcw==".getBytes(US_ASCII));
        assertThat(hashed).first().isEqualTo(new byte[6]);
        assertThat(password.credentials().password()).asString().isEqualTo("pass");
    }

    @Test
    void aHashThatFailsLeavesNothingWhereNobodyWantsIt() {
        List<byte[]> seen = new ArrayList<>();
        SaslPassword password = new SaslPassword(
                (account, octets) -> {
                    seen.add(octets);
                    throw new IllegalStateException("no hash today");
                },
                false);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> password.inFirst("PLAIN", ALICE, PLAIN.clone())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(seen).containsExactly(new byte[6]);
    }

    @Test
    void credentialsHaveNoWords() {
        SaslPassword password = passwords(true);
        password.inFirst("PLAIN", ALICE, PLAIN.clone());
        assertThat(password.credentials()).hasToString("Credentials[masked]");
    }
}
