package org.sekisho.rules.greylist;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.Client;
import org.sekisho.rules.hold.Memory;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;
import org.sekisho.state.Table;

/** The table of triplets. */
final class Triplets {
    /** Stands for every sender and recipient of a network that has made more triplets than it may. */
    private static final String ANY = " * *";

    private final Table<Triplet> table;
    private final Terms terms;
    private final Memory memory;

    Triplets(GreylistSettings settings, Memory memory) {
        table = table(settings);
        terms = new Terms(settings);
        this.memory = memory;
    }

    static Table<Triplet> table(GreylistSettings settings) {
        return Table.learned("greylist-triplets", Triplet.CODEC, settings.mostRecords(), settings.mostPerNetwork(), 40);
    }

    /** The words stand apart by spaces, as networks and local parts may hold a slash. */
    static String key(Client client, ReversePath sender, Mailbox recipient) {
        return client.key() + " " + SenderKey.of(sender) + " "
                + recipient.written().toLowerCase(Locale.ROOT);
    }

    /** Adds a look at what an attempt would change: a store that is far away then knows it when it is changed. */
    void announce(Batch batch, Client client, Stage.AtRcpt at) {
        batch.read(table, key(client, at.sender(), at.recipient()));
    }

    /**
     * What is known after an attempt.
     *
     * <p>A network that has used up its quota is greylisted as a whole, so that an attacker there gains nothing and its
     * neighbours' mail is put off once. Where a flood has taken all that may be new in the store for now, the attempt is put
     * off, too, and will have been none.
     */
    CompletionStage<Triplet> attempt(Client client, Stage.AtRcpt at, Instant now, Instant session) {
        Batch batch = new Batch();
        Batch.Ticket<Triplet> ticket = batch.update(
                table, key(client, at.sender(), at.recipient()), client.network(), terms.attempt(now, session));
        return memory.run(batch)
                .thenCompose(answers -> answers.get(ticket)
                        .map(held -> CompletableFuture.completedStage(held.value()))
                        .orElseGet(() -> attemptOfNetwork(client, now, session)));
    }

    private CompletionStage<Triplet> attemptOfNetwork(Client client, Instant now, Instant session) {
        Batch batch = new Batch();
        Batch.Ticket<Triplet> ticket = batch.update(table, client.network() + ANY, "", terms.attempt(now, session));
        return memory.run(batch)
                .thenApply(answers -> answers.get(ticket).map(Held::value).orElseGet(() -> Triplet.seen(now)));
    }

    /** Remembers that the mail server has taken a message that would have been put off. */
    void taken(Client client, Stage.AtData at, Instant now, int most) {
        Batch batch = new Batch();
        at.recipients().stream()
                .limit(most)
                .forEach(recipient ->
                        batch.update(table, key(client, at.sender(), recipient), client.network(), terms.taken(now)));
        memory.learn(batch);
    }
}
