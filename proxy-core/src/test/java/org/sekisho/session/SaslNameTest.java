package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslNameTest {

    private static byte[] base64(String message) {
        return Base64.getEncoder()
                .encode(message.replace('0', '\0').replace('1', '\1').getBytes(StandardCharsets.UTF_8));
    }

    /** In the messages, 0 is NUL and 1 is ^A. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 0alice0secret, alice",
        "PLAIN, admin0alice0secret, alice",
        "PLAIN, 0alice@example.org0, alice@example.org",
        "PLAIN, 0älice0s, älice",
        "LOGIN, alice, alice",
        "XOAUTH2, user=alice@example.org1auth=Bearer xyz11, alice@example.org",
        "OAUTHBEARER, 'n,a=alice@example.org,1host=x1auth=Bearer xyz11', alice@example.org"
    })
    void readsTheAccount(String mechanism, String message, String name) {
        assertThat(SaslName.of(mechanism, base64(message))).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, alice",
        "PLAIN, 0alice",
        "PLAIN, 00secret",
        "PLAIN, 0alice0secret0more",
        "PLAIN, '0a\tb0secret'",
        "LOGIN, a0b",
        "XOAUTH2, nobody",
        "XOAUTH2, user=alice",
        "OAUTHBEARER, 'n,,1auth=Bearer xyz11'"
    })
    void takesNothingElse(String mechanism, String message) {
        assertThat(SaslName.of(mechanism, base64(message))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "", "/w=="})
    void anEmptyMessageOrOneThatIsNotUtf8HasNoName(String base64) {
        assertThat(SaslName.of("LOGIN", base64.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void leavesTheMessageAsItIs() {
        byte[] message = base64("0alice0secret");
        byte[] before = message.clone();

        assertThat(SaslName.of("PLAIN", message)).isPresent();
        assertThat(message).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, true",
        "LOGIN, true",
        "XOAUTH2, true",
        "OAUTHBEARER, true",
        "CRAM-MD5, false",
        "SCRAM-SHA-256, false"
    })
    void knowsWhichMechanismsTellTheAccountFirst(String mechanism, boolean readable) {
        assertThat(SaslName.readable(mechanism)).isEqualTo(readable);
    }
}
