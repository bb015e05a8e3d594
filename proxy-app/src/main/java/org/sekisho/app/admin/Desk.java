package org.sekisho.app.admin;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Explanation;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.allow.Subject;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.settings.Network;

/**
 * Where operators ask: what the admin endpoint can answer, whatever the protocol. Thread-safe.
 *
 * <p>Questions that cannot be answered throw an {@link IllegalArgumentException} with words for whoever asked.
 */
public final class Desk {
    private final LiveRules rules;
    private final AllowList allowList;
    private final Map<String, Boolean> listeners;
    private final AuditLog audit;
    private final Reload reload;
    private final InstantSource clock;

    /**
     * @param rules those that hold now
     * @param listeners by name, whether it is for submission; the first is taken where none is named
     */
    public Desk(
            LiveRules rules,
            AllowList allowList,
            Map<String, Boolean> listeners,
            AuditLog audit,
            Reload reload,
            InstantSource clock) {
        this.rules = rules;
        this.allowList = allowList;
        this.listeners = listeners;
        this.audit = audit;
        this.reload = reload;
        this.clock = clock;
    }

    CompletionStage<List<Explanation>> explain(Question question) {
        String listener = question.listener()
                .orElseGet(() -> listeners.keySet().iterator().next());
        Boolean submission = listeners.get(listener);
        if (submission == null) {
            throw new IllegalArgumentException(
                    "there is no listener '" + listener + "'; there are " + String.join(", ", listeners.keySet()));
        }
        return new Rehearsal(rules.rehearsal(), question.named(rules::account), listener, submission).play();
    }

    List<RuleLine> rules() {
        return RuleLine.of(rules.policy());
    }

    Map<String, String> onStoreFailure() {
        return rules.onStoreFailure();
    }

    // The allow list

    List<Allowed> allowed() {
        return allowList.list().stream().map(this::allowed).toList();
    }

    private Allowed allowed(AllowEntry entry) {
        return Allowed.of(entry, allowList.isUnsaved(entry));
    }

    CompletionStage<Allowed> allow(Allowed.Wish wish) {
        Instant now = clock.instant();
        AllowEntry entry = new AllowEntry(
                Subject.parse(wish.subject()),
                wish.note(),
                wish.by(),
                now,
                wish.seconds().map(seconds -> Until.after(now, seconds)));
        return allowList
                .add(entry)
                .thenCompose(done -> audit.append(
                        new AuditEntry(wish.by(), "allow add", entry.subject().toString(), wish.note())))
                .thenApply(done -> allowed(entry));
    }

    /** Empty if there is no such entry; one that is not known here may be on other nodes while the store is away. */
    CompletionStage<Optional<Allowed.Removed>> forgetAllowed(String words, String by) {
        Subject subject = Subject.parse(words);
        return allowList.remove(subject).thenCompose(entry -> {
            boolean unsaved = allowList.isUnsaved(subject);
            return entry.isEmpty() && !unsaved
                    ? CompletableFuture.completedStage(Optional.empty())
                    : audit.append(new AuditEntry(by, "allow remove", subject.toString(), ""))
                            .thenApply(done -> Optional.of(Allowed.Removed.of(subject, entry, unsaved)));
        });
    }

    // The memory of recipients

    CompletionStage<Optional<RememberedRecipient>> recipient(String address) {
        return rules.recipients()
                .find(address)
                .thenApply(found -> found.map(held -> new RememberedRecipient(
                        address, held.value().exists(), held.value().since(), held.expires())));
    }

    CompletionStage<Optional<ClientGuesses>> guesses(String client) {
        InetAddress address = Question.address(client);
        return rules.recipients()
                .guessesOf(address)
                .thenApply(found -> found.map(tried -> new ClientGuesses(Network.neighbourhood(address), tried)));
    }

    RecipientMemory.Stats recipientStats() {
        return rules.recipients().stats();
    }

    /**
     * Forgets an address, all of a domain ({@code @example.jp}), or everything ({@code all}); answers how many records that
     * was, but for a domain, where nobody counts them.
     */
    CompletionStage<OptionalInt> forgetRecipients(String which, String by) {
        return purge(which)
                .thenCompose(count -> audit.append(new AuditEntry(by, "recipients purge", which, words(count)))
                        .thenApply(done -> count));
    }

    private static String words(OptionalInt count) {
        return count.isPresent() ? count.getAsInt() + " records" : "all records of the domain";
    }

    private CompletionStage<OptionalInt> purge(String which) {
        RecipientMemory recipients = rules.recipients();
        if (which.startsWith("@")) {
            return recipients.purgeDomain(which.substring(1)).thenApply(done -> OptionalInt.empty());
        }
        return (which.equals("all") ? recipients.purgeAll() : recipients.purgeAddress(which))
                .thenApply(OptionalInt::of);
    }

    // The configuration

    CompletionStage<Reloaded> reload(String by, Optional<String> jail) throws ConfigurationException {
        return reload.by(by, jail);
    }
}
