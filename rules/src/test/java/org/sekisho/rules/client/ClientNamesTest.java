package org.sekisho.rules.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.policy.Case;
import org.sekisho.rules.client.ClientName.None;
import org.sekisho.rules.client.ClientName.Unknown;
import org.sekisho.rules.client.ClientName.Unverified;
import org.sekisho.rules.client.ClientName.Verified;
import org.sekisho.testing.Cases;
import org.sekisho.testing.ZoneDns;

/** Names as Postfix finds them. */
class ClientNamesTest {
    private static final String CLIENT = "192.0.2.1";

    private final ZoneDns dns = new ZoneDns();
    private final ClientNames names = new ClientNames(dns);

    private ClientName name(String client) {
        return get(names.of(Cases.from(client)));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().getNow(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, "2001:db8::25"})
    void verifiesANameThatHasTheAddress(String client) {
        dns.host("mail.test", client);
        assertThat(name(client)).isEqualTo(new Verified("mail.test"));
    }

    @Test
    void verifiesANameThatHasTheAddressAmongOthers() {
        dns.host("mail.test", "192.0.2.7").host("mail.test", CLIENT);
        assertThat(name(CLIENT)).isEqualTo(new Verified("mail.test"));
    }

    @Test
    void doesNotVerifyANameThatHasAnotherAddress() {
        dns.pointer(CLIENT, "mx.google.test").address("mx.google.test", "192.0.2.7");
        assertThat(name(CLIENT)).isEqualTo(new Unverified("mx.google.test"));
    }

    @Test
    void doesNotVerifyANameThatDoesNotExist() {
        dns.pointer(CLIENT, "made.up.test");
        assertThat(name(CLIENT)).isEqualTo(new Unverified("made.up.test"));
    }

    @Test
    void doesNotVerifyAnIpv4ClientByAnIpv6Address() {
        dns.pointer(CLIENT, "mail.test").address("mail.test", "2001:db8::25");
        assertThat(name(CLIENT)).isEqualTo(new Unverified("mail.test"));
    }

    @Test
    void findsNoNameWhereThereIsNone() {
        assertThat(name(CLIENT)).isEqualTo(new None());
    }

    @Test
    void findsNoNameInAnAddressThatStandsInItsPlace() {
        dns.host("192.0.2.1", CLIENT);
        assertThat(name(CLIENT)).isEqualTo(new None());
    }

    @Test
    void tellsAFailedReverseLookUpFromNoName() {
        dns.host("mail.test", CLIENT).failing(CLIENT);
        assertThat(name(CLIENT)).isEqualTo(new Unknown());
    }

    @Test
    void tellsAFailedForwardLookUpFromAWrongName() {
        dns.host("mail.test", CLIENT).failing("mail.test");
        assertThat(name(CLIENT)).isEqualTo(new Unknown());
    }

    @Test
    void takesTheNameOfSeveralThatIsConfirmed() {
        dns.pointer(CLIENT, "other.test").failing("other.test").host("mail.test", CLIENT);
        assertThat(name(CLIENT)).isEqualTo(new Verified("mail.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, "mail.test"})
    void doesNotWaitForNameServersThatKeepSilent(String name) {
        dns.host("mail.test", CLIENT).silent(name);
        CompletionStage<ClientName> found = new ClientNames(dns, Duration.ofMillis(50)).of(Cases.from(CLIENT));
        assertThat(found.toCompletableFuture().orTimeout(4, TimeUnit.SECONDS).join())
                .isEqualTo(new Unknown());
    }

    @Test
    void looksUpOnlyFiveOfMany() {
        for (int n = 0; n < 30; n++) {
            dns.pointer(CLIENT, "customer" + n + ".test");
        }
        name(CLIENT);
        assertThat(dns.lookups()).isEqualTo(1 + 5);
    }

    @Test
    void looksUpOnceInASession() {
        dns.host("mail.test", CLIENT);
        Case file = Cases.from(CLIENT);
        get(names.of(file));
        get(new ClientNames(dns).of(file));
        assertThat(dns.lookups(CLIENT)).isEqualTo(1);
    }
}
