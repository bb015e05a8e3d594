package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedPasswordHashTest {
    private final PasswordHash hash = new KeyedPasswordHash(key(1));

    @Test
    void isTheSameForTheSamePasswordOfAnAccount() {
        assertThat(of(hash, "alice", "secret")).isEqualTo(of(hash, "alice", "secret"));
    }

    @Test
    void differsBetweenAccountsWithTheSamePassword() {
        assertThat(of(hash, "alice", "secret")).isNotEqualTo(of(hash, "bob", "secret"));
    }

    @Test
    void isTheSameHoweverTheAccountIsSpelled() {
        assertThat(of(hash, "Alice@Example.JP", "secret")).isEqualTo(of(hash, "alice@example.jp", "secret"));
    }

    @Test
    void differsBetweenInstallations() {
        assertThat(of(hash, "alice", "secret")).isNotEqualTo(of(new KeyedPasswordHash(key(2)), "alice", "secret"));
    }

    @Test
    void hasTwelveBits() {
        Set<Integer> numbers = IntStream.range(0, 20_000)
                .mapToObj(i -> of(hash, "alice", "secret" + i))
                .collect(Collectors.toSet());
        assertThat(numbers).allMatch(number -> number >= 0 && number < 4_096).hasSizeGreaterThan(4_000);
    }

    @Test
    void leavesThePasswordAsItIs() {
        byte[] password = "secret".getBytes(StandardCharsets.UTF_8);
        hash.of("alice", password);
        assertThat(password).asString(StandardCharsets.UTF_8).isEqualTo("secret");
    }

    @Test
    void refusesAShortKey() {
        assertThatThrownBy(() -> new KeyedPasswordHash(new byte[15]))
                .hasMessage("The key must have at least 16 octets");
    }

    private static int of(PasswordHash hash, String account, String password) {
        return hash.of(account, password.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static byte[] key(int octet) {
        byte[] key = new byte[32];
        key[0] = (byte) octet;
        return key;
    }
}
