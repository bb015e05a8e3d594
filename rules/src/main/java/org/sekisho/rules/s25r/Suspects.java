package org.sekisho.rules.s25r;

import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.rules.client.ClientName;
import org.sekisho.rules.client.ClientNames;

/**
 * Tells suspects from the rest, for every defence that restricts itself to them. Judges by the settings of the rule
 * {@code s25r}, whatever the mode of that rule.
 */
public final class Suspects {
    private static final Slot<Optional<CompletionStage<Suspicion>>> SUSPICION = new Slot<>(Optional::empty);

    private final S25r patterns;
    private final S25rSettings settings;
    private final ClientNames names;

    private Suspects(S25rSettings settings, S25r patterns, ClientNames names) {
        this.settings = settings;
        this.patterns = patterns;
        this.names = names;
    }

    /** @param clock by which entries of the shipped allow list expire */
    public static Suspects by(S25rSettings settings, DnsLookup dns, InstantSource clock) {
        return new Suspects(settings, S25r.by(settings, clock), new ClientNames(dns));
    }

    /** What is to be thought of the session's client: found out once in a session. Never fails. */
    public CompletionStage<Suspicion> of(Case file) {
        return file.in(SUSPICION).orElseGet(() -> {
            CompletionStage<Suspicion> found = find(file);
            file.put(SUSPICION, Optional.of(found));
            return found;
        });
    }

    private CompletionStage<Suspicion> find(Case file) {
        if (!settings.ipv6() && !(file.connection().client() instanceof Inet4Address)) {
            return CompletableFuture.completedStage(Suspicion.NONE);
        }
        return names.of(file).thenApply(this::judge);
    }

    /** Whether a verified name is like that of an end user's line. */
    public boolean suspicious(String name) {
        return patterns.classify(name).suspect();
    }

    private Suspicion judge(ClientName name) {
        return name instanceof ClientName.Unknown
                ? Suspicion.forNow(settings.suspectOnDnsFailure())
                : Suspicion.by(patterns.classify(name.verified().orElse(S25r.UNKNOWN)));
    }
}
