package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.io.Addresses;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;

class UpstreamDialogueTest {
    private static final Reply GREETING = Reply.of(220, "mta ESMTP");
    private static final String XCLIENT = "XCLIENT NAME ADDR PORT PROTO HELO LOGIN";

    private final RecordingPeer peer = new RecordingPeer();

    /** Writes down what the dialogue does, and fails a second end. */
    private static final class RecordingPeer implements UpstreamDialogue.Peer {
        final List<String> acts = new ArrayList<>();
        Optional<Capabilities> offered = Optional.empty();
        Optional<OpenFailure> failure = Optional.empty();

        @Override
        public void send(String line) {
            assertNotOver();
            acts.add(line);
        }

        @Override
        public void startTls() {
            assertNotOver();
            acts.add("(TLS)");
        }

        @Override
        public void ready(Capabilities capabilities) {
            assertNotOver();
            offered = Optional.of(capabilities);
        }

        @Override
        public void failed(OpenFailure reason) {
            assertNotOver();
            failure = Optional.of(reason);
        }

        private void assertNotOver() {
            assertThat(offered).isEmpty();
            assertThat(failure).isEmpty();
        }

        Reply told() {
            return failure.orElseThrow().reply();
        }
    }

    private static ClientIdentity client(String address, String helo) {
        InetAddress literal = Addresses.literal(address).orElseThrow();
        return new ClientIdentity(literal, 40_000, helo, true);
    }

    private UpstreamDialogue dialogue(Identity identity, Tls tls) {
        return dialogue(identity, tls, client("198.51.100.7", "c.example"));
    }

    private UpstreamDialogue dialogue(Identity identity, Tls tls, ClientIdentity client) {
        return UpstreamDialogue.forClient(identity, tls, "mx.example.org", client, peer);
    }

    private static Reply ehlo(String... keywords) {
        List<String> lines = new ArrayList<>(List.of("mta"));
        lines.addAll(List.of(keywords));
        return new Reply(250, lines);
    }

    @Test
    void withoutIdentityTheClientsOwnNameIsSaid() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OFF);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("PIPELINING", "STARTTLS", "XCLIENT ADDR"));

        assertThat(peer.acts).containsExactly("EHLO c.example");
        assertThat(peer.offered.orElseThrow().has(Extension.PIPELINING)).isTrue();
    }

    @Test
    void aProbeSaysOurNameAndIdentifiesNobody() {
        UpstreamDialogue dialogue =
                UpstreamDialogue.forOurselves(Tls.OFF, "mx.example.org", client("127.0.0.1", "mx.example.org"), peer);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo(XCLIENT));

        assertThat(peer.acts).containsExactly("EHLO mx.example.org");
        assertThat(peer.offered.orElseThrow().has(Extension.XCLIENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 450, 521, 554, 250, 354})
    void aGreetingThatIsNot220IsTemporaryForTheClient(int code) {
        dialogue(Identity.NONE, Tls.OFF).replied(Reply.of(code, "mta.internal says no"));

        assertThat(peer.told()).isEqualTo(Failures.UNAVAILABLE);
        assertThat(peer.failure.orElseThrow().elsewhere()).isTrue();
    }

    @Test
    void aRefusedEhloIsTemporaryForTheClient() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OFF);

        dialogue.replied(GREETING);
        dialogue.replied(Reply.of(550, "no"));

        assertThat(peer.told()).isEqualTo(Failures.UNAVAILABLE);
    }

    // XCLIENT

    @Test
    void xclientIsOneCommandAndEhloIsSaidAgain() {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, Tls.OFF);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo(XCLIENT));
        dialogue.replied(GREETING);
        dialogue.replied(ehlo("SIZE 100"));

        assertThat(peer.acts)
                .containsExactly(
                        "EHLO mx.example.org",
                        "XCLIENT NAME=[UNAVAILABLE] PORT=40000 PROTO=ESMTP HELO=c.example ADDR=198.51.100.7",
                        "EHLO c.example");
        assertThat(peer.offered.orElseThrow().arguments()).containsOnlyKeys(Extension.SIZE);
    }

    @Test
    void onlyOfferedAttributesAreSent() {
        assertThat(xclient("XCLIENT ADDR HELO", client("198.51.100.7", "c.example")))
                .isEqualTo("XCLIENT HELO=c.example ADDR=198.51.100.7");
    }

    @Test
    void anIpv6AddressHasItsTag() {
        assertThat(xclient("XCLIENT ADDR", client("2001:db8::7", "c.example")))
                .startsWith("XCLIENT ADDR=IPV6:2001:db8:")
                .endsWith(":7")
                .doesNotContain("[");
    }

    @ParameterizedTest
    @CsvSource({"a+b=c, a+2Bb+3Dc", "[198.51.100.7], [198.51.100.7]", "x%n, x%n"})
    void anOddNameGoesAsXtext(String helo, String written) {
        assertThat(xclient("XCLIENT HELO", client("198.51.100.7", helo))).isEqualTo("XCLIENT HELO=" + written);
    }

    @Test
    void aNameThatDoesNotFitIsUnavailable() {
        assertThat(xclient("XCLIENT HELO", client("198.51.100.7", "x".repeat(256))))
                .isEqualTo("XCLIENT HELO=[UNAVAILABLE]");
        peer.acts.clear();
        peer.offered = Optional.empty();
        assertThat(xclient("XCLIENT HELO", client("198.51.100.7", "=".repeat(100))))
                .isEqualTo("XCLIENT HELO=[UNAVAILABLE]");
    }

    private String xclient(String offer, ClientIdentity client) {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, Tls.OFF, client);
        dialogue.replied(GREETING);
        dialogue.replied(ehlo(offer));
        return peer.acts.get(1);
    }

    @Test
    void anUpstreamWithoutXclientGetsNoMail() {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, Tls.OFF);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("PIPELINING"));

        assertThat(peer.told()).isEqualTo(Failures.NO_IDENTITY);
    }

    /** C4: what speaks about the proxy is a misconfiguration; what speaks about the client is for the client. */
    @ParameterizedTest
    @CsvSource({
        "501, 451 4.3.0, true",
        "503, 451 4.3.0, true",
        "550, 451 4.3.0, true",
        "250, 451 4.3.0, true",
        "421, 451 4.4.1, true",
        "450, 450 4.7.1, false",
        "554, 554 5.7.1, false",
        "521, 521 5.7.1, false"
    })
    void aRefusedXclientHasItsMeaning(int code, String told, boolean elsewhere) {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, Tls.OFF);
        dialogue.replied(GREETING);
        dialogue.replied(ehlo(XCLIENT));

        dialogue.replied(Reply.of(code, code / 100 + ".7.1 Client host rejected"));

        assertThat(peer.told().toString()).startsWith(told);
        assertThat(peer.failure.orElseThrow().elsewhere()).isEqualTo(elsewhere);
    }

    @Test
    void aPolicyReplyWithoutAnEnhancedCodeGetsOne() {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, Tls.OFF);
        dialogue.replied(GREETING);
        dialogue.replied(ehlo(XCLIENT));

        dialogue.replied(Reply.of(554, "Client host rejected"));

        assertThat(peer.told()).isEqualTo(Reply.of(554, "5.0.0", "Client host rejected"));
    }

    // STARTTLS

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"OPPORTUNISTIC", "REQUIRED"})
    void tlsIsUsedWhereItIsOfferedWithOneEhloAPhase(Tls tls) {
        UpstreamDialogue dialogue = dialogue(Identity.XCLIENT, tls);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("STARTTLS", XCLIENT));
        dialogue.replied(Reply.of(220, "go"));
        dialogue.tlsEstablished();
        dialogue.replied(ehlo("STARTTLS", "XCLIENT ADDR"));
        dialogue.replied(GREETING);
        dialogue.replied(ehlo("REQUIRETLS"));

        assertThat(peer.acts)
                .containsExactly(
                        "EHLO mx.example.org",
                        "STARTTLS",
                        "(TLS)",
                        "EHLO mx.example.org",
                        "XCLIENT ADDR=198.51.100.7",
                        "EHLO c.example");
        assertThat(peer.offered.orElseThrow().has(Extension.REQUIRETLS)).isTrue();
    }

    @Test
    void tlsThatIsOffIsNotUsed() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OFF);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("STARTTLS", "REQUIRETLS"));

        assertThat(peer.acts).containsExactly("EHLO c.example");
        assertThat(peer.offered.orElseThrow().has(Extension.REQUIRETLS)).isFalse();
    }

    @Test
    void opportunisticTlsDoesWithout() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OPPORTUNISTIC);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("PIPELINING"));

        assertThat(peer.offered).isPresent();
    }

    @Test
    void requiredTlsThatIsNotOfferedIsTemporary() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.REQUIRED);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("PIPELINING"));

        assertThat(peer.told()).isEqualTo(Failures.NO_TLS);
    }

    @ParameterizedTest
    @ValueSource(ints = {454, 501, 250})
    void refusedTlsIsTemporary(int code) {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OPPORTUNISTIC);

        dialogue.replied(GREETING);
        dialogue.replied(ehlo("STARTTLS"));
        dialogue.replied(Reply.of(code, "no"));

        assertThat(peer.told()).isEqualTo(Failures.NO_TLS);
    }

    @Test
    void aReplyBehindTheEndIsADefect() {
        UpstreamDialogue dialogue = dialogue(Identity.NONE, Tls.OFF);
        dialogue.replied(GREETING);
        dialogue.replied(ehlo());

        assertThatIllegalStateException().isThrownBy(() -> dialogue.replied(GREETING));
    }
}
