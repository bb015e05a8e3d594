package org.sekisho.app.action;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;

/** Writes to the operator. */
final class BanMail implements BanAction {
    /** For the registries, the dialogue with the mail server, and a summary. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    private final MailSettings settings;
    private final String hostName;
    private final Optional<Whois> whois;
    private final Origins origins;
    private final InstantSource clock;
    private final SmtpPost post;
    private final MailAllowance allowance;

    BanMail(MailSettings settings, String hostName, Optional<Whois> whois, Origins origins, InstantSource clock) {
        this.settings = settings;
        this.hostName = hostName;
        this.whois = whois;
        this.origins = origins;
        this.clock = clock;
        post = new SmtpPost(settings.server(), settings.from().orElse("sekisho@" + hostName), hostName);
        allowance = new MailAllowance(settings.perHour());
    }

    @Override
    public String name() {
        return "mail";
    }

    /** The operator was told of a restored ban when it was new (fail2ban's norestored). */
    @Override
    public boolean wants(BanEvent event) {
        boolean known = event instanceof BanEvent.Banned banned && banned.restored();
        return !known
                && settings.about().contains(MailSettings.About.of(event))
                && (settings.jails().isEmpty()
                        || settings.jails().contains(event.ban().jail()));
    }

    @Override
    public void take(List<BanEvent> events) throws IOException {
        idle();
        for (BanEvent event : events) {
            Instant now = clock.instant();
            if (allowance.admits(now)) {
                Origin origin = origins.of(event.ban().subject().first());
                post.send(
                        Letter.about(event, hostName, origin, registration(event), settings.evidence()),
                        settings.to(),
                        event.time());
                allowance.count(now);
            } else {
                allowance.hold(event.ban().jail());
            }
        }
    }

    /** The registries may be silent: that is no reason to keep a mail back. */
    private Optional<Letter.Registration> registration(BanEvent event) {
        return whois.map(registry -> {
            try {
                String text = registry.ask(event.ban().subject().toString());
                return new Letter.Registration(text, Whois.country(text));
            } catch (IOException e) {
                return new Letter.Registration("missing whois: " + e.getMessage(), Optional.empty());
            }
        });
    }

    @Override
    public void idle() throws IOException {
        if (allowance.summaryIsDue(clock.instant())) {
            sumUp();
        }
    }

    @Override
    public void end() throws IOException {
        if (!allowance.held().isEmpty()) {
            sumUp();
        }
    }

    private void sumUp() throws IOException {
        Map<String, Integer> held = allowance.held();
        Instant now = clock.instant();
        post.send(Letter.summary(new TreeMap<>(held), settings.perHour(), hostName), settings.to(), now);
        allowance.forget(held);
        allowance.count(now);
    }
}
