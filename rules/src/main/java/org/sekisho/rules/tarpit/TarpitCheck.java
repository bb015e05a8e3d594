package org.sekisho.rules.tarpit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.Aim;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Client;
import org.sekisho.rules.hold.Clients;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.rules.hold.LoadGate;
import org.sekisho.rules.hold.Memory;
import org.sekisho.rules.hold.Wait;
import org.sekisho.state.Batch;

/** Is this a client that has to show that it can wait? */
final class TarpitCheck implements Check<Stage.AtRcpt> {
    /** A delay that has shrunk below this is none. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final TarpitSettings settings;
    private final Aim aim;
    private final Clients clients;
    private final AutoWhitelist whitelist;
    private final Marks marks;
    private final Memory memory;
    private final LoadGate gate;
    private final HeldConnections connections;

    TarpitCheck(
            TarpitSettings settings,
            Aim aim,
            Clients clients,
            AutoWhitelist whitelist,
            Marks marks,
            Memory memory,
            LoadGate gate,
            HeldConnections connections) {
        this.settings = settings;
        this.aim = aim;
        this.clients = clients;
        this.whitelist = whitelist;
        this.marks = marks;
        this.memory = memory;
        this.gate = gate;
        this.connections = connections;
    }

    @Override
    public CompletionStage<Finding> examine(Stage.AtRcpt at, Inquiry inquiry) {
        Wait wait = Wait.in(inquiry.file());
        if (wait.imposed()) {
            return done("the session has waited: once is enough");
        }
        if (!inquiry.enforced() && wait.watched()) {
            return done("the session would have waited at an earlier recipient");
        }
        Wait.Turn turn = wait.turn();
        return aim.at(inquiry.file())
                .thenCompose(target -> target.hit()
                        ? clients.of(at, inquiry.file())
                                .thenCompose(client -> examine(at, inquiry, turn, client, target.because()))
                        : done(target.because()));
    }

    private CompletionStage<Finding> examine(
            Stage.AtRcpt at, Inquiry inquiry, Wait.Turn turn, Client client, String because) {
        Batch batch = new Batch();
        Batch.Ticket<AutoWhitelist.Credit> shown = whitelist.ask(batch, client);
        Batch.Ticket<Instant> left = marks.ask(batch, client);
        return memory.run(batch).thenApply(answers -> {
            if (whitelist.enough(answers.get(shown))) {
                whitelist.credit(memory, client);
                return Finding.pass("the client has waited or come back often enough")
                        .with("client", client.key());
            }
            if (settings.leavers() == TarpitSettings.Leavers.GREYLIST
                    && answers.get(left).isPresent()) {
                return Finding.pass("the client left while it was made to wait: it is left to greylisting")
                        .with("client", client.key())
                        .with("left at", answers.get(left).get().value());
            }
            return slow(at, inquiry, turn, client, because).with("client", client.key());
        });
    }

    private Finding slow(Stage.AtRcpt at, Inquiry inquiry, Wait.Turn turn, Client client, String because) {
        Wait wait = Wait.in(inquiry.file());
        if (!inquiry.enforced()) {
            if (wait.watch(turn, client)) {
                whitelist.credit(memory, client);
            }
            return Finding.slow(settings.delay(), because)
                    .with("would have waited", settings.delay().toSeconds() + " s, outcome unknown");
        }
        LoadGate.Reading load = gate.read();
        if (!load.open()) {
            wait.rest(turn);
            return Finding.pass("the tarpit rests: " + load.because());
        }
        Weight weight = Weight.of(at.introduction().secured());
        Duration delay = granted(connections.room(client.network(), weight, settings.budget()));
        if (delay.isZero()) {
            return Finding.pass("there is no room for one more connection that waits: it is left to greylisting")
                    .with("held connections", connections.count())
                    .with("held octets", connections.octets());
        }
        wait.impose(turn, client, delay, delay.equals(settings.delay()), weight);
        return Finding.slow(delay, because).unless("it had waited, or come back, often enough before");
    }

    private Duration granted(double room) {
        Duration delay = Duration.ofMillis((long) (settings.delay().toMillis() * room));
        return delay.compareTo(SHORTEST) < 0 ? Duration.ZERO : delay;
    }

    private static CompletionStage<Finding> done(String because) {
        return CompletableFuture.completedStage(Finding.pass(because));
    }
}
