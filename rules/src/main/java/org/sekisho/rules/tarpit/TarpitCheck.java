package org.sekisho.rules.tarpit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
import org.sekisho.rules.hold.LoadGate;
import org.sekisho.rules.hold.Memory;
import org.sekisho.rules.hold.Room;
import org.sekisho.rules.hold.SessionPlace;
import org.sekisho.rules.hold.Wait;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;

/** Is this a client that has to show that it can wait? */
final class TarpitCheck implements Check<Stage.AtRcpt> {
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
        SessionPlace.in(inquiry.file()).weight(at);
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
            Optional<Held<AutoWhitelist.Credit>> credit = answers.get(shown);
            Finding finding = whitelist.enough(credit)
                    ? known(client)
                    : answers.get(left)
                            .filter(mark -> settings.leavers() == TarpitSettings.Leavers.GREYLIST)
                            .map(TarpitCheck::marked)
                            .orElseGet(() -> slow(at, inquiry, turn, client, because));
            return finding.with("client", client.key()).with("shown", whitelist.shown(credit));
        });
    }

    private Finding known(Client client) {
        whitelist.credit(memory, client);
        return Finding.pass("the client has waited or come back often enough");
    }

    private static Finding marked(Held<Instant> mark) {
        return Finding.pass("the client left while it was made to wait: it is left to greylisting")
                .with("left at", mark.value());
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
        Room room = connections.room(
                client.network(), SessionPlace.in(inquiry.file()).weight(at), settings.budget());
        Duration delay = room.grant(settings.delay());
        if (!delay.isZero()) {
            wait.impose(turn, client, delay, delay.equals(settings.delay()));
        }
        return room.explain(waiting(delay, because)).with("load", load.because());
    }

    private Finding waiting(Duration delay, String because) {
        if (delay.isZero()) {
            return Finding.pass("there is no room for one more connection that waits: it is left to greylisting");
        }
        Finding slow = Finding.slow(delay, because).unless("it had waited, or come back, often enough before");
        return delay.equals(settings.delay())
                ? slow
                : slow.with("shortened from", settings.delay().toSeconds() + " s");
    }

    private static CompletionStage<Finding> done(String because) {
        return CompletableFuture.completedStage(Finding.pass(because));
    }
}
