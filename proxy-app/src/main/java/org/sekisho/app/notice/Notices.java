package org.sekisho.app.notice;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sekisho.app.action.Letter;
import org.sekisho.app.action.SmtpPost;
import org.sekisho.rules.account.Acquaintance.Footing;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to owners without delay, and again until it succeeds: what is owed stands in the incident, so that a restart forgets
 * nothing. What is late is told to operators. One thread sends; another, which a slow mail server does not keep, looks for what
 * is late. Of several nodes one does so.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;]+@[^\\s<>,;]+");
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Docket docket;
    private final UnaryOperator<String> names;
    private final String hostName;
    private final InstantSource clock;
    private final Function<NoticeSettings, Post> posts;
    /** What failed is not tried again before that time; by the incident's id. */
    private final Map<String, Instant> pauses = new HashMap<>();

    /** Why it has not been sent at the last try; by the incident's id. */
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /** @param names how accounts are known, however they are spelled */
    public Notices(Docket docket, UnaryOperator<String> names, String hostName, InstantSource clock) {
        this(docket, names, hostName, clock, settings -> {
            SmtpPost post = new SmtpPost(settings.server(), from(settings, hostName), hostName);
            return post::send;
        });
    }

    Notices(
            Docket docket,
            UnaryOperator<String> names,
            String hostName,
            InstantSource clock,
            Function<NoticeSettings, Post> posts) {
        this.docket = docket;
        this.names = names;
        this.hostName = hostName;
        this.clock = clock;
        this.posts = posts;
    }

    private static String from(NoticeSettings settings, String hostName) {
        return settings.from().orElse("postmaster@" + hostName);
    }

    /**
     * Sends what is owed, as long as notices are wanted. To be called about once in some seconds; blocks while a mail server is
     * slow. One that cannot be sent, for whatever reason, keeps no other back.
     */
    public void send() {
        NoticeSettings settings = docket.settings().notice();
        List<Incident> present = docket.present();
        Set<String> ids = present.stream().map(Incident::id).collect(Collectors.toSet());
        pauses.keySet().retainAll(ids);
        failures.keySet().retainAll(ids);
        if (!settings.enabled()) {
            return;
        }
        for (Incident incident : present) {
            if (incident.noticeDue().isPresent()) {
                owed(incident, settings);
            }
            if (incident.state() == State.OPEN && !settings.operators().isEmpty()) {
                waiting(incident, settings);
            }
        }
    }

    /**
     * Tells operators, once, of what has not been sent in time, as long as notices are wanted. To be called about once in some
     * seconds; does not block.
     */
    public void lookForLateOnes() {
        if (!docket.settings().notice().enabled()) {
            return;
        }
        Instant now = clock.instant();
        for (Incident incident : docket.present()) {
            boolean late =
                    incident.noticeDue().filter(due -> !now.isBefore(due)).isPresent();
            if (late && !incident.overdueTold()) {
                docket.claim(incident, "late " + due(incident))
                        .exceptionally(failure -> Optional.of(incident))
                        .thenAccept(ours -> ours.ifPresent(this::late));
            }
        }
    }

    private void late(Incident incident) {
        if (incident.noticeDue().isPresent() && !incident.overdueTold()) {
            docket.noticeOverdue(
                    incident, failures.getOrDefault(incident.id(), "the mail server has not answered yet"));
        }
    }

    private static String due(Incident incident) {
        return incident.noticeDue().map(Instant::toString).orElse("");
    }

    /** As it is now, if this node is to do that about it. */
    private Optional<Incident> claimed(Incident incident, String what) throws IOException {
        try {
            return docket.claim(incident, what).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException("not known whether another node does it: " + e.getCause(), e);
        }
    }

    private void owed(Incident incident, NoticeSettings settings) {
        Instant now = clock.instant();
        if (paused(incident, now)) {
            return;
        }
        try {
            Optional<Incident> ours = claimed(incident, "notice " + due(incident));
            if (ours.filter(present -> present.noticeDue().isPresent()).isPresent()) {
                write(ours.get(), settings, now);
            }
        } catch (IOException | RuntimeException e) {
            failed(incident, why(e));
        }
    }

    private void write(Incident incident, NoticeSettings settings, Instant now) throws IOException {
        Optional<String> owner = Addressees.of(incident.account(), settings, names);
        if (owner.isEmpty()) {
            throw new IOException("the account has no address: set incidents.notice.domain or .addresses");
        }
        Letter letter = new NoticeText(docket.settings(), hostName).about(incident, footing(incident));
        posts.apply(settings).send(letter, List.of(owner.get()), now);
        pauses.remove(incident.id());
        failures.remove(incident.id());
        told(incident, settings);
        copy(letter, settings, now);
    }

    private static String why(Exception failure) {
        return unnamed(failure instanceof IOException ? String.valueOf(failure.getMessage()) : failure.toString());
    }

    /** While nobody knows, the restriction meets nobody, and no password change can be seen. */
    private Footing footing(Incident incident) {
        try {
            return docket.acquaintance()
                    .footing(incident.account())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            LOG.warn("Incident {}: where its account is at home cannot be told: {}", incident.id(), e.getMessage());
            return Footing.SOME;
        }
    }

    /** The mail server's words may have the address, which is not for the log. */
    private static String unnamed(String why) {
        return ADDRESS.matcher(why).replaceAll("...");
    }

    private boolean paused(Incident incident, Instant now) {
        Instant until = pauses.get(incident.id());
        return until != null && now.isBefore(until);
    }

    private void told(Incident incident, NoticeSettings settings) {
        String languages = settings.languages().stream()
                .map(language -> language.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        docket.noticeSent(incident, languages).whenComplete((kept, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "Incident {}: that its owner was told is not on the disk yet: {}",
                        incident.id(),
                        failure.toString());
            }
        });
    }

    private void copy(Letter letter, NoticeSettings settings, Instant now) {
        if (settings.operators().isEmpty()) {
            return;
        }
        try {
            posts.apply(settings).send(letter, settings.operators(), now);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The operators have got no copy of a notice: {}", why(e));
        }
    }

    private void failed(Incident incident, String why) {
        pauses.put(incident.id(), clock.instant().plus(PAUSE));
        failures.put(incident.id(), why);
        LOG.atWarn()
                .addKeyValue("account", incident.account())
                .log("Incident {}: the owner has not been told yet: {}. It is tried again", incident.id(), why);
    }

    /** The mail names no account: whoever may know it asks the proxy. */
    private void waiting(Incident incident, NoticeSettings settings) {
        if (incident.operatorsTold() || paused(incident, clock.instant())) {
            return;
        }
        String body = "Incident " + incident.id() + " waits for a decision.\n\nNets: "
                + String.join(", ", incident.nets()) + "\nSince: " + incident.since()
                + "\n\nsekisho incident " + incident.id()
                + "\nsekisho incident " + incident.id() + " defend\nsekisho incident " + incident.id()
                + " dismiss\n\nRegards,\n\nSekisho\n";
        Letter letter = new Letter("[Sekisho] incident " + incident.id() + " waits, on " + hostName, body);
        try {
            Optional<Incident> ours = claimed(incident, "waits " + incident.since());
            if (ours.filter(present -> present.state() == State.OPEN && !present.operatorsTold())
                    .isEmpty()) {
                return;
            }
            posts.apply(settings).send(letter, settings.operators(), clock.instant());
            docket.operatorsTold(incident.id());
        } catch (IOException | RuntimeException e) {
            pauses.put(incident.id(), clock.instant().plus(PAUSE));
            LOG.warn("Incident {}: the operators have not been told yet: {}", incident.id(), why(e));
        }
    }
}
