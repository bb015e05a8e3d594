package org.sekisho.rules.jail;

import static org.sekisho.rules.jail.Jail.Kind.CLIENT;

import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.KeyedHash;
import org.sekisho.rules.jail.Jail.Draw;
import org.sekisho.rules.jail.Tally.Mark;
import org.sekisho.rules.jail.Tally.Sentence;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.sekisho.state.Batch;
import org.sekisho.state.Change;
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
    record Court(Tallies tallies, KeyedHash hash, Bailiff bailiff, Origins origins) {}

    Trial(Jail jail, Failure failure, Optional<InetAddress> client, Draw draw, Court court) {
        this.jail = jail;
        this.failure = failure;
        this.client = client;
        this.draw = draw;
        this.court = court;
    }

    /** First the client itself; only what it is not banned for counts for what it belongs to, and for the account. */
    CompletionStage<Void> begin(Accused accused) {
        return hear(accused, failure.group().orElse(""))
                .thenCompose(tally -> tally.isEmpty() && client.isPresent()
                        ? beginTogether(accused, Accused.neighbours(client.get()))
                        : decide(accused, accused, tally));
    }

    /** There is no room for a record of the client: those of its neighbours for whom there is none are one client. */
    private CompletionStage<Void> beginTogether(Accused accused, Accused neighbours) {
        jail.crowded(neighbours);
        return hear(neighbours, accused.key()).thenCompose(tally -> decide(accused, neighbours, tally));
    }

    /** @param record whose tally this is */
    private CompletionStage<Void> decide(Accused accused, Accused record, Optional<Tally> tally) {
        Optional<Sentence> sentence = tally.flatMap(Tally::sentence);
        if (sentence.filter(this::mine).isPresent()) {
            return ban(record, tally.get());
        }
        return sentence.isPresent() || client.isEmpty()
                ? CompletableFuture.completedStage(null)
                : widen(accused, wider(accused, client.get()).iterator());
    }

    /** One after the other, until there is a reason for a ban. */
    private CompletionStage<Void> widen(Accused accused, Iterator<Accused> wider) {
        if (!wider.hasNext()) {
            return CompletableFuture.completedStage(null);
        }
        Accused next = wider.next();
        return hear(next, accused.key()).thenCompose(heard -> {
            Optional<Tally> guilty =
                    heard.filter(tally -> tally.sentence().filter(this::mine).isPresent());
            if (guilty.isEmpty()) {
                return widen(accused, wider);
            }
            return next.kind().onlyAlerts() ? convict(accused, next, guilty.get()) : ban(next, guilty.get());
        });
    }

    private List<Accused> wider(Accused accused, InetAddress address) {
        List<Accused> wider = new ArrayList<>();
        Aggregates aggregates = jail.settings.aggregates();
        if (aggregates.maxRetry() > 0) {
            wider.add(Accused.network(address, aggregates));
        }
        if (aggregates.systems() > 0 || aggregates.countries() > 0) {
            Origin origin = court.origins.of(address);
            origin.system()
                    .filter(known -> aggregates.systems() > 0)
                    .ifPresent(system -> wider.add(Accused.system(system, accused.banned())));
            origin.country()
                    .filter(known -> aggregates.countries() > 0)
                    .ifPresent(country -> wider.add(Accused.country(country, accused.banned())));
        }
        failure.account()
                .filter(known -> jail.settings.accountMaxRetry() > 0)
                .ifPresent(account -> wider.add(Accused.account(account, accused.banned())));
        return wider;
    }

    private boolean mine(Sentence sentence) {
        return sentence.token() == draw.token();
    }

    /** @param group that this failure is of */
    private CompletionStage<Optional<Tally>> hear(Accused accused, String group) {
        int what = failure.what().map(court.hash::of).orElse(0);
        String who = accused.kind() == CLIENT ? "" : client.map(Network::text).orElse("") + " ";
        String line = draw.now().truncatedTo(ChronoUnit.SECONDS) + " " + who + failure.told();
        Mark mark = new Mark(draw.now(), what, court.hash.of(group));
        return change(accused, jail.failure(accused.kind(), mark, line, draw));
    }

    private CompletionStage<Optional<Tally>> change(Accused accused, Change<Tally> change) {
        Batch batch = new Batch();
        Batch.Ticket<Tally> ticket = batch.update(
                jail.table, accused.key(), client.map(accused::owner).orElse(""), change);
        return court.tallies
                .run(jail.table, batch)
                .thenApply(answers -> answers.get(ticket).map(Held::value));
    }

    private CompletionStage<Void> ban(Accused accused, Tally tally) {
        return ban(accused, tally, tally.sentence().orElseThrow().failures(), tally.evidence());
    }

    /** Only the client is banned, for so long as if it had done all that by itself. */
    private CompletionStage<Void> convict(Accused accused, Accused wider, Tally guilty) {
        List<String> evidence = new ArrayList<>(guilty.evidence());
        if (evidence.size() == Ban.MOST_EVIDENCE) {
            evidence.remove(0);
        }
        int failures = guilty.sentence().orElseThrow().failures();
        evidence.add(failures + " failures: " + wider.key());
        Change<Tally> convicted = jail.convicted(draw);
        return change(accused, convicted).thenCompose(own -> {
            // Empty where there is no room for its record: then it is banned, and that is not remembered.
            Optional<Tally> mine = own.or(
                            () -> convicted.apply(Optional.empty()).map(Held::value))
                    .filter(tally -> tally.sentence().filter(this::mine).isPresent());
            return mine.isPresent()
                    ? ban(accused, mine.get(), failures, evidence)
                    : CompletableFuture.completedStage(null);
        });
    }

    private CompletionStage<Void> ban(Accused accused, Tally tally, int failures, List<String> evidence) {
        Sentence sentence = tally.sentence().orElseThrow();
        Ban ban = new Ban(
                accused.banned(),
                jail.name,
                sentence.since(),
                Optional.of(sentence.until()).filter(end -> !end.equals(Instant.MAX)),
                Ban.SEKISHO,
                failures,
                Math.max(0, tally.history().times() - 1),
                evidence,
                jail.settings.response());
        return jail.ignored.namedIn(ban.subject()).thenCompose(spared -> {
            if (spared) {
                return change(accused, jail.forgiven(draw.now())).thenAccept(done -> {});
            }
            return court.bailiff.ban(ban, jail.settings);
        });
    }
}
