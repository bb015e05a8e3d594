package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.jail.JailStatus.Pattern;
import org.sekisho.rules.jail.JailStatus.Suspect;
import org.sekisho.rules.jail.JailStatus.WouldBan;
import org.sekisho.rules.jail.Tally.Outcome;
import org.sekisho.rules.jail.Tally.Sentence;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.sekisho.state.StateStore;

/** Reads all tallies of a jail, page after page. */
final class Census {
    private static final int PAGE = 1_000;
    private static final Set<Offence> ABOUT_RECIPIENTS =
            Set.of(Offence.UNKNOWN_USER, Offence.DEFERRED_RECIPIENT, Offence.RELAY);

    private final Jail jail;
    private final Origins origins;
    private final Failures failures;
    private final Instant now;
    private final boolean recipients;
    private final List<Suspect> failing = new ArrayList<>();
    private final List<WouldBan> wouldBans = new ArrayList<>();
    private final Map<String, Integer> byCountry = new TreeMap<>();
    private int currentlyFailed;

    Census(Jail jail, Origins origins, Failures failures, Instant now) {
        this.jail = jail;
        this.origins = origins;
        this.failures = failures;
        this.now = now;
        recipients = ABOUT_RECIPIENTS.containsAll(jail.settings.offences());
    }

    CompletionStage<JailStatus> take(StateStore store) {
        return page(store, "").thenApply(done -> {
            shorten();
            return new JailStatus(
                    jail.name,
                    jail.settings,
                    JailStatus.stage(jail.settings, now),
                    currentlyFailed,
                    failures.all(),
                    failing,
                    wouldBans,
                    byCountry,
                    failures.byDomain());
        });
    }

    private CompletionStage<Void> page(StateStore store, String after) {
        return store.walk(jail.table, after, PAGE).thenCompose(page -> {
            page.entries().forEach(entry -> note(entry.key(), entry.held().value()));
            shorten();
            return page.more()
                    ? page(store, page.entries().get(page.entries().size() - 1).key())
                    : CompletableFuture.completedStage(null);
        });
    }

    private void note(String subject, Tally held) {
        Tally tally = held.at(now, jail.settings.at(now).findTime());
        Pattern pattern = Pattern.of(tally, recipients);
        if (tally.sentencedAt(now) && !Accused.isNoClient(subject)) {
            Sentence sentence = tally.sentence().orElseThrow();
            if (sentence.outcome() == Outcome.ONLY_SAID) {
                wouldBans.add(new WouldBan(
                        subject,
                        sentence.since(),
                        sentence.until(),
                        sentence.failures(),
                        sentence.goodMail(),
                        pattern,
                        tally.evidence()));
            }
        } else if (!tally.marks().isEmpty()) {
            currentlyFailed++;
            locate(subject, tally.marks().size());
            failing.add(new Suspect(
                    subject,
                    tally.marks().size(),
                    tally.different(),
                    goodPercent(subject, tally),
                    pattern,
                    tally.evidence()));
        }
    }

    /** Empty for a network, a system, a country or an account: what is counted for them was counted for clients already. */
    private Optional<InetAddress> client(String subject) {
        if (Accused.isNoClient(subject)) {
            return Optional.empty();
        }
        Network network = Network.parse(subject);
        return Optional.of(network.first())
                .filter(address -> network.bits() >= Accused.clientBits(address, jail.settings));
    }

    private void locate(String subject, int failures) {
        client(subject)
                .flatMap(address -> origins.of(address).country())
                .ifPresent(country -> byCountry.merge(country, failures, Integer::sum));
    }

    private Optional<Integer> goodPercent(String subject, Tally tally) {
        int good = tally.good().all();
        return client(subject)
                .filter(address -> jail.weighsGoodRecipients())
                .map(address -> 100 * good / (good + tally.marks().size()));
    }

    private void shorten() {
        failing.sort(Comparator.comparingInt(Suspect::failures).reversed());
        wouldBans.sort(Comparator.comparing(WouldBan::since).reversed());
        cut(failing);
        cut(wouldBans);
    }

    private static void cut(List<?> all) {
        if (all.size() > JailStatus.MOST) {
            all.subList(JailStatus.MOST, all.size()).clear();
        }
    }
}
