package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.TlsSettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

class OfferTest {
    private static final TlsSettings STARTTLS = new TlsSettings(
            TlsSettings.Mode.STARTTLS, Optional.of(Path.of("cert.pem")), Optional.of(Path.of("key.pem")), false);

    private static SessionSettings settings(Service service, TlsSettings tls, boolean received) {
        ListenerSettings listener = new ListenerSettings("mx", new Endpoint("127.0.0.1", 0), service, tls, List.of());
        ProxySettings proxy = new ProxySettings(
                "mx.example.org",
                List.of(listener),
                UpstreamSettings.of(new Endpoint("127.0.0.1", 25), Identity.NONE),
                Limits.DEFAULTS,
                Timeouts.DEFAULTS,
                received,
                BareNewline.REJECT);
        return new SessionSettings(proxy, listener);
    }

    private static Optional<Capabilities> upstream(String... keywords) {
        List<String> lines = new ArrayList<>(List.of("mta"));
        lines.addAll(List.of(keywords));
        return Optional.of(Capabilities.ofEhlo(new Reply(250, lines)));
    }

    private static List<String> inbound(Optional<Capabilities> upstream) {
        return Offer.of(upstream, settings(Service.INBOUND, TlsSettings.OFF, false), false, false)
                .ehloLines();
    }

    @Test
    void beforeAnyProbeOnlyOurOwnIsOffered() {
        assertThat(Offer.of(Optional.empty(), settings(Service.INBOUND, STARTTLS, false), false, false)
                        .ehloLines())
                .containsExactly("PIPELINING", "ENHANCEDSTATUSCODES", "STARTTLS");
    }

    @Test
    void onlyWhatBothCanIsOffered() {
        assertThat(inbound(upstream("DSN", "ETRN", "XCLIENT ADDR", "VRFY", "PRDR", "BURL", "STARTTLS")))
                .containsExactly("PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "LIMITS RCPTMAX=1000");
    }

    @ParameterizedTest
    @CsvSource({"SIZE 1000000, SIZE 1000000", "SIZE 99999999999, SIZE 52428800", "SIZE, SIZE 52428800"})
    void theSmallerSizeIsOffered(String theirs, String offered) {
        assertThat(inbound(upstream(theirs))).contains(offered);
    }

    @Test
    void aReceivedLineFitsIntoTheSize() {
        assertThat(Offer.of(upstream("SIZE 1000000"), settings(Service.INBOUND, TlsSettings.OFF, true), false, false)
                        .ehloLines())
                .contains("SIZE " + (1_000_000 - Offer.RECEIVED_ROOM));
    }

    @Test
    void theSmallerLimitsAreOffered() {
        assertThat(inbound(upstream("LIMITS RCPTMAX=100 MAILMAX=5"))).contains("LIMITS RCPTMAX=100 MAILMAX=5");
    }

    @Test
    void smtputf8NeedsEightBitMime() {
        assertThat(inbound(upstream("SMTPUTF8"))).doesNotContain("SMTPUTF8");
        assertThat(inbound(upstream("SMTPUTF8", "8BITMIME"))).contains("SMTPUTF8", "8BITMIME");
    }

    @Test
    void requireTlsIsOfferedUnderTlsOnly() {
        SessionSettings settings = settings(Service.INBOUND, STARTTLS, false);

        assertThat(Offer.of(upstream("REQUIRETLS"), settings, false, false).ehloLines())
                .contains("STARTTLS")
                .doesNotContain("REQUIRETLS");
        assertThat(Offer.of(upstream("REQUIRETLS"), settings, true, false).ehloLines())
                .contains("REQUIRETLS")
                .doesNotContain("STARTTLS");
    }

    @Test
    void authIsOfferedToUsersUnderTls() {
        Optional<Capabilities> upstream = upstream("AUTH PLAIN LOGIN");
        SessionSettings submission = settings(Service.SUBMISSION, STARTTLS, false);

        assertThat(inbound(upstream)).noneMatch(line -> line.startsWith("AUTH"));
        assertThat(Offer.of(upstream, submission, false, false).ehloLines()).noneMatch(line -> line.startsWith("AUTH"));
        assertThat(Offer.of(upstream, submission, true, false).ehloLines()).contains("AUTH PLAIN LOGIN");
    }

    @Test
    void mechanismsThatNeedTheTlsChannelItselfAreDropped() {
        Optional<Capabilities> upstream = upstream("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 GSSAPI EXTERNAL PLAIN");

        assertThat(Offer.of(upstream, settings(Service.SUBMISSION, TlsSettings.OFF, false), false, false)
                        .mechanisms())
                .contains("SCRAM-SHA-256", "PLAIN")
                .doesNotContain("SCRAM-SHA-256-PLUS", "GSSAPI", "EXTERNAL");
    }

    @Test
    void authWithoutAnyUsableMechanismIsNotOffered() {
        assertThat(Offer.of(
                                upstream("AUTH GSSAPI EXTERNAL"),
                                settings(Service.SUBMISSION, TlsSettings.OFF, false),
                                false,
                                false)
                        .ehloLines())
                .noneMatch(line -> line.startsWith("AUTH"));
    }
}
