package org.sekisho.app.admin;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.decision.Explanation;
import org.sekisho.policy.Policy;
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
    private final Policy live;
    private final Policy rehearsed;
    private final DecisionBook decisions;
    private final AllowList allowList;
    private final RecipientMemory recipients;
    private final Map<String, Boolean> listeners;
    private final InstantSource clock;

    /**
     * @param live the policy that judges sessions
     * @param rehearsed the same rules on a state that they can read and not change
     * @param listeners by name, whether it is for submission; the first is taken where none is named
     */
    public Desk(
            Policy live,
            Policy rehearsed,
            DecisionBook decisions,
            AllowList allowList,
            RecipientMemory recipients,
            Map<String, Boolean> listeners,
            InstantSource clock) {
        this.live = live;
        this.rehearsed = rehearsed;
        this.decisions = decisions;
        this.allowList = allowList;
        this.recipients = recipients;
        this.listeners = listeners;
        this.clock = clock;
    }

    CompletionStage<Optional<Explanation>> why(String reference) {
        return decisions.find(reference);
    }

    CompletionStage<List<Explanation>> explain(Question question) {
        String listener = question.listener()
                .orElseGet(() -> listeners.keySet().iterator().next());
        Boolean submission = listeners.get(listener);
        if (submission == null) {
            throw new IllegalArgumentException(
                    "there is no listener '" + listener + "'; there are " + String.join(", ", listeners.keySet()));
        }
        return new Rehearsal(rehearsed, question, listener, submission).play();
    }

    List<RuleLine> rules() {
        return RuleLine.of(live);
    }

    // The allow list

    List<Allowed> allowed() {
        return allowList.list().stream().map(Allowed::of).toList();
    }

    CompletionStage<Allowed> allow(Allowed.Wish wish) {
        Instant now = clock.instant();
        AllowEntry entry = new AllowEntry(
                Subject.parse(wish.subject()),
                wish.note(),
                wish.by(),
                now,
                wish.seconds().map(now::plusSeconds));
        return allowList.add(entry).thenApply(done -> Allowed.of(entry));
    }

    CompletionStage<Optional<Allowed>> forgetAllowed(String subject) {
        return allowList.remove(Subject.parse(subject)).thenApply(entry -> entry.map(Allowed::of));
    }

    // The memory of recipients

    CompletionStage<Optional<RememberedRecipient>> recipient(String address) {
        return recipients
                .find(address)
                .thenApply(found -> found.map(held -> new RememberedRecipient(
                        address, held.value().exists(), held.value().since(), held.expires())));
    }

    CompletionStage<Optional<ClientGuesses>> guesses(String client) {
        InetAddress address = Question.address(client);
        return recipients
                .guessesOf(address)
                .thenApply(found -> found.map(tried -> new ClientGuesses(Network.neighbourhood(address), tried)));
    }

    RecipientMemory.Stats recipientStats() {
        return recipients.stats();
    }

    /** Forgets an address, all of a domain ({@code @example.jp}), or everything ({@code all}); answers how many. */
    CompletionStage<Integer> forgetRecipients(String which) {
        if (which.equals("all")) {
            return recipients.purgeAll();
        }
        return which.startsWith("@") ? recipients.purgeDomain(which.substring(1)) : recipients.purgeAddress(which);
    }
}
