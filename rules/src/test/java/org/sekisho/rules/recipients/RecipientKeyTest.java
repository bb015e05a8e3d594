package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two addresses are one recipient (R7). */
final class RecipientKeyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a@example.org, a@EXAMPLE.Org",
                "a@example.org, \"a\"@example.org",
                "a@example.org, \"\\a\"@example.org",
                "a@example.org, `@relay.test,@other.test:a@example.org`",
                "a@bücher.example, a@xn--bcher-kva.example",
                "a@BÜCHER.example, a@xn--bcher-kva.example",
                "a@[192.0.2.1], \"a\"@[192.0.2.1]"
            })
    void sameRecipient(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other));
    }

    @ParameterizedTest
    @CsvSource({
        "a@example.org, A@example.org",
        "a@example.org, a+list@example.org",
        "a@example.org, a@mail.example.org",
        "a.b@example.org, ab@example.org"
    })
    void differentRecipients(String one, String other) {
        assertThat(key(one)).isNotEqualTo(key(other));
    }

    @Test
    void foldsTheLocalPartIfToldTo() {
        assertThat(RecipientKey.of(Hearings.mailbox("Info@Example.ORG"), true)).hasToString("info@example.org");
    }

    @Test
    void itsTextTellsWhoseItIs() {
        RecipientKey key = key("\"john doe\"@example.org");

        assertThat(RecipientKey.ofText(key.text())).isEqualTo(key);
    }

    @Test
    void readsWhatAnOperatorWrites() {
        assertThat(RecipientKey.parse("A@Example.org", false)).hasToString("A@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "@example.org", "a@", "a@b@c", "a@b> SIZE=1", "postmaster"})
    void saysWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipientKey.parse(text, false))
                .withMessageContaining("is not an address");
    }

    private static RecipientKey key(String address) {
        return RecipientKey.of(Hearings.mailbox(address), false);
    }
}
