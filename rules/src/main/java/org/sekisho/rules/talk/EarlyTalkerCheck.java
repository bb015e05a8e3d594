package org.sekisho.rules.talk;

import static org.sekisho.policy.Happening.Fault.TALKED_BEFORE_GREETING;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.HeldConnections.Budget;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.rules.hold.Room;
import org.sekisho.rules.hold.SessionPlace;
import org.sekisho.smtp.Reply;
import org.sekisho.state.Held;

/**
 * Does the client wait for the greeting? At connect strangers get the first line of it and have to wait for the last;
 * at later points it is known who talked meanwhile (O8, O9).
 */
final class EarlyTalkerCheck implements Check<Stage> {
    private static final String TEXT = "Protocol error: wait for the greeting before you send anything";
    private static final Reply REFUSED = Reply.of(550, "5.5.1", TEXT);
    private static final Reply DROPPED = Reply.of(521, "5.5.1", TEXT);

    private final EarlyTalkerSettings settings;
    private final Networks exempt;
    private final PatientClients clients;
    private final HeldConnections connections;

    EarlyTalkerCheck(EarlyTalkerSettings settings, PatientClients clients, HeldConnections connections) {
        this.settings = settings;
        this.clients = clients;
        this.connections = connections;
        exempt = Networks.parse("exempt", settings.exempt());
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        Stage.Connection client = stage.connection();
        Weight weight = SessionPlace.in(inquiry.file()).weight(stage);
        if (exempt.have(client.client())) {
            return found(Finding.pass("the client's network is exempt"));
        }
        Talk talk = Talk.of(inquiry.file());
        if (!(stage instanceof Stage.AtConnect)) {
            return found(talk.has(TALKED_BEFORE_GREETING) ? refusal() : Finding.pass("it waited for the greeting"));
        }
        if (settings.greetWait().isZero()) {
            return found(Finding.pass("nobody is made to wait"));
        }
        return clients.find(client).thenApply(record -> beforeGreeting(record, talk, client, weight));
    }

    private Finding beforeGreeting(Optional<Held<Instant>> record, Talk talk, Stage.Connection client, Weight weight) {
        if (record.isEmpty()) {
            Room room = connections.room(client.network(), weight, Budget.DEFAULTS);
            return room.explain(stranger(room.grant(settings.greetWait())));
        }
        Held<Instant> known = record.get();
        talk.known(known.expires());
        if (talk.has(TALKED_BEFORE_GREETING)) {
            // Nobody waits for a rule that only watches: the client was faster than the store.
            clients.forget(client);
        }
        return Finding.pass("it has waited for the greeting before")
                .with("delivered", known.value())
                .with("remembered until", known.expires());
    }

    private Finding stranger(Duration wait) {
        if (wait.isZero()) {
            return Finding.pass("there is no room for one more connection that waits");
        }
        return Finding.slow(wait, "a stranger has to wait for the greeting")
                .unless("it had delivered mail in the last "
                        + settings.remember().toDays() + " days");
    }

    private Finding refusal() {
        String because = "it talked before it was greeted";
        return settings.action() == EarlyTalkerSettings.Action.DROP
                ? Finding.disconnect(DROPPED, because)
                : Finding.refuse(REFUSED, because);
    }

    private static CompletionStage<Finding> found(Finding finding) {
        return CompletableFuture.completedStage(finding);
    }
}
