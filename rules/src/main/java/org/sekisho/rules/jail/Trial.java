package org.sekisho.rules.jail;

import static org.sekisho.rules.jail.Jail.Kind.CLIENT;

import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.KeyedHash;
import org.sekisho.rules.jail.Jail.Draw;
import org.sekisho.rules.jail.Tally.Mark;
import org.sekisho.rules.jail.Tally.Sentence;
import org.sekisho.settings.Network;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;

/** What one jail makes of one failure. */
final class Trial {
    private final Jail jail;
    private final Failure failure;
    /** Empty where the failure is a ban, whose subject may be a network. */
    private final Optional<InetAddress> client;

    private final Draw draw;
    private final Court court;

    /** What all trials share. */
    record Court(Tallies tallies, KeyedHash hash, Bailiff bailiff) {}

    Trial(Jail jail, Failure failure, Optional<InetAddress> client, Draw draw, Court court) {
        this.jail = jail;
        this.failure = failure;
        this.client = client;
        this.draw = draw;
        this.court = court;
    }

    /** First the client itself; only what it is not banned for counts for its network and for the account. */
    CompletionStage<Void> begin(Accused accused) {
        return hear(accused).thenCompose(tally -> {
            Optional<Sentence> sentence = tally.flatMap(Tally::sentence);
            if (sentence.filter(this::mine).isPresent()) {
                return ban(accused, tally.get());
            }
            return sentence.isPresent() || client.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : widen(accused, client.get());
        });
    }

    private CompletionStage<Void> widen(Accused accused, InetAddress address) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        if (jail.settings.aggregates().maxRetry() > 0) {
            Accused network = Accused.network(address, jail.settings.aggregates());
            done = hear(network).thenCompose(tally -> banIfMine(network, tally));
        }
        if (failure.account().isPresent() && jail.settings.accountMaxRetry() > 0) {
            Accused account = Accused.account(failure.account().get(), accused.banned());
            done = done.thenCompose(unused -> hear(account)).thenCompose(tally -> banIfMine(account, tally));
        }
        return done;
    }

    private CompletionStage<Void> banIfMine(Accused accused, Optional<Tally> tally) {
        return tally.flatMap(Tally::sentence).filter(this::mine).isPresent()
                ? ban(accused, tally.orElseThrow())
                : CompletableFuture.completedStage(null);
    }

    private boolean mine(Sentence sentence) {
        return sentence.token() == draw.token();
    }

    private CompletionStage<Optional<Tally>> hear(Accused accused) {
        Batch batch = new Batch();
        boolean alone = accused.kind() == CLIENT;
        int group = court.hash.of(alone ? failure.group().orElse("") : text(client));
        int what = failure.what().map(court.hash::of).orElse(0);
        String line =
                draw.now().truncatedTo(ChronoUnit.SECONDS) + " " + (alone ? "" : text(client) + " ") + failure.told();
        Batch.Ticket<Tally> ticket = batch.update(
                jail.table,
                accused.key(),
                client.map(Accused::owner).orElse(""),
                jail.failure(accused.kind(), new Mark(draw.now(), what, group), line, draw));
        return court.tallies.run(batch).thenApply(answers -> answers.get(ticket).map(Held::value));
    }

    private CompletionStage<Void> ban(Accused accused, Tally tally) {
        Sentence sentence = tally.sentence().orElseThrow();
        Ban ban = new Ban(
                accused.banned(),
                jail.name,
                sentence.since(),
                until(accused, sentence),
                Ban.SEKISHO,
                sentence.failures(),
                Math.max(0, tally.history().times() - 1),
                tally.evidence(),
                jail.settings.response());
        CompletionStage<Boolean> ignored =
                client.map(jail.ignored::named).orElse(CompletableFuture.completedStage(false));
        return ignored.thenCompose(spared -> {
            if (spared) {
                return forgive(accused.key());
            }
            court.bailiff.ban(ban, jail.settings);
            return CompletableFuture.completedStage(null);
        });
    }

    private Optional<Instant> until(Accused accused, Sentence sentence) {
        if (accused.kind() == Jail.Kind.ACCOUNT) {
            return jail.settings.banTime().isNegative()
                    ? Optional.empty()
                    : Optional.of(draw.now().plus(jail.settings.banTime()));
        }
        return Optional.of(sentence.until()).filter(end -> !end.equals(Instant.MAX));
    }

    private CompletionStage<Void> forgive(String key) {
        Batch batch = new Batch();
        batch.update(jail.table, key, "", jail.forgiven(draw.now()));
        return court.tallies.run(batch).thenAccept(done -> {});
    }

    private static String text(Optional<InetAddress> client) {
        return client.map(Network::text).orElse("");
    }
}
