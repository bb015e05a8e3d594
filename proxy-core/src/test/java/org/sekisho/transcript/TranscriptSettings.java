package org.sekisho.transcript;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sekisho.session.SessionSettings;
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
import org.sekisho.settings.UpstreamSettings.Tls;

/** What the first lines of a transcript set. */
final class TranscriptSettings {
    private TranscriptSettings() {}

    static SessionSettings of(Transcript transcript) {
        ListenerSettings listener = new ListenerSettings(
                "mx",
                new Endpoint("127.0.0.1", 0),
                Service.valueOf(upper(transcript, "service", "inbound")),
                tls(transcript.setting("tls", "off")),
                List.of());
        ProxySettings proxy = new ProxySettings(
                ScriptedUpstream.PROXY,
                List.of(listener),
                upstream(transcript),
                limits(transcript),
                Timeouts.DEFAULTS,
                transcript.has("received"),
                transcript.has("normalize") ? BareNewline.NORMALIZE : BareNewline.REJECT);
        return new SessionSettings(proxy, listener);
    }

    private static TlsSettings tls(String mode) {
        boolean required = mode.equals("required");
        TlsSettings.Mode named = TlsSettings.Mode.valueOf(required ? "STARTTLS" : mode.toUpperCase(Locale.ROOT));
        return named == TlsSettings.Mode.OFF
                ? TlsSettings.OFF
                : new TlsSettings(
                        named, Optional.of(TestCertificate.chain()), Optional.of(TestCertificate.key()), required);
    }

    private static UpstreamSettings upstream(Transcript transcript) {
        int addresses = Integer.parseInt(transcript.setting("addresses", "1"));
        return new UpstreamSettings(
                IntStream.rangeClosed(1, addresses)
                        .mapToObj(n -> new Endpoint("192.0.2." + n, 25))
                        .toList(),
                80,
                Duration.ofSeconds(30),
                Identity.valueOf(upper(transcript, "identity", "none")),
                Tls.valueOf(upper(transcript, "upstream-tls", "off")),
                false,
                Optional.<Path>empty(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10));
    }

    private static Limits limits(Transcript transcript) {
        return new Limits(
                10,
                10,
                Integer.parseInt(transcript.setting("recipients", "1000")),
                Integer.parseInt(transcript.setting("errors", "20")),
                Long.parseLong(transcript.setting("message-size", "1000000")));
    }

    private static String upper(Transcript transcript, String key, String otherwise) {
        return transcript.setting(key, otherwise).toUpperCase(Locale.ROOT);
    }
}
