package org.sekisho.rules.greylist;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.greylist.GreylistSettings.NullSender;
import org.sekisho.rules.hold.Aim;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Client;
import org.sekisho.rules.hold.Clients;
import org.sekisho.rules.hold.LoadGate;
import org.sekisho.rules.hold.Memory;
import org.sekisho.rules.hold.Wait;
import org.sekisho.smtp.Reply;
import org.sekisho.state.Batch;
import org.sekisho.state.Held;

/** Has this client come back with mail from this sender to this recipient? */
final class GreylistCheck implements Check<Stage.AtRcpt> {
    /** 4.2.0, since Exchange did not retry after 4.7.1; never how long, which would serve bots only (G4). */
    private static final Reply LATER = Reply.of(450, "4.2.0", "Greylisted, try again later");

    /** RFC 5322 section 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private final GreylistSettings settings;
    private final String hostName;
    private final Aim aim;
    private final Clients clients;
    private final AutoWhitelist whitelist;
    private final Triplets triplets;
    private final Memory memory;
    private final GreylistLearner learner;
    private final LoadGate gate;
    private final InstantSource clock;

    GreylistCheck(
            GreylistSettings settings,
            Aim aim,
            Clients clients,
            AutoWhitelist whitelist,
            Triplets triplets,
            Memory memory,
            GreylistLearner learner,
            LoadGate gate,
            String hostName,
            InstantSource clock) {
        this.settings = settings;
        this.hostName = hostName;
        this.aim = aim;
        this.clients = clients;
        this.whitelist = whitelist;
        this.triplets = triplets;
        this.memory = memory;
        this.learner = learner;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Finding> examine(Stage.AtRcpt at, Inquiry inquiry) {
        if (settings.nullSender() == NullSender.EXEMPT && at.sender().mailbox().isEmpty()) {
            return done("the null sender is exempt: bounces may never be sent again");
        }
        if (settings.sparesWaiting() && Wait.in(inquiry.file()).settled()) {
            return done("the tarpit deals with the client: it need not come back as well");
        }
        int messages = Attempts.in(inquiry.file()).messages();
        return aim.at(inquiry.file())
                .thenCompose(target -> target.hit()
                        ? clients.of(at, inquiry.file())
                                .thenCompose(client -> examine(at, inquiry, messages, client, target.because()))
                        : done(target.because()));
    }

    private CompletionStage<Finding> examine(
            Stage.AtRcpt at, Inquiry inquiry, int messages, Client client, String because) {
        Batch batch = new Batch();
        Batch.Ticket<AutoWhitelist.Credit> shown = whitelist.ask(batch, client);
        triplets.announce(batch, client, at);
        return memory.run(batch).thenCompose(answers -> {
            Optional<Held<AutoWhitelist.Credit>> credit = answers.get(shown);
            CompletionStage<Finding> found =
                    whitelist.enough(credit) ? known(client) : attempt(at, inquiry, messages, client, because);
            return found.thenApply(finding -> finding.with("shown", whitelist.shown(credit)));
        });
    }

    private CompletionStage<Finding> known(Client client) {
        whitelist.credit(memory, client);
        return CompletableFuture.completedStage(
                Finding.pass("the client has come back often enough").with("client", client.key()));
    }

    private CompletionStage<Finding> attempt(
            Stage.AtRcpt at, Inquiry inquiry, int messages, Client client, String because) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant session = Attempts.in(inquiry.file()).since(now);
        return triplets.attempt(client, at, now, session).thenApply(triplet -> {
            if (triplet.passed().filter(now::equals).isPresent()) {
                whitelist.credit(memory, client);
            }
            if (triplet.passed().isEmpty() && !inquiry.enforced()) {
                Attempts.in(inquiry.file())
                        .letThrough(client, messages)
                        .ifPresent(message -> learner.taken(client, message));
            }
            return finding(triplet, inquiry, because)
                    .with("triplet", Triplets.key(client, at.sender(), at.recipient()))
                    .with("first seen", triplet.first())
                    .with("retries that count", triplet.retries() + " of " + settings.retries());
        });
    }

    private Finding finding(Triplet triplet, Inquiry inquiry, String because) {
        if (triplet.passed().isPresent()) {
            Duration waited = Duration.between(triplet.first(), triplet.passed().get());
            if (settings.header() && inquiry.acting()) {
                inquiry.file().field("X-Greylist", header(waited));
            }
            return Finding.pass("the triplet has come back, after " + waited.toSeconds() + " s");
        }
        Case file = inquiry.file();
        if (!inquiry.enforced() && settings.sparesWaiting() && Wait.in(file).watched()) {
            return Finding.pass("the tarpit would have made the client wait instead");
        }
        LoadGate.Reading load = gate.read();
        if (!load.open()) {
            return Finding.pass("greylisting rests: " + load.because());
        }
        return Finding.refuse(LATER, "a new triplet, and " + because)
                .with("load", load.because())
                .unless("it had come back between " + triplet.first().plus(settings.delay()) + " and "
                        + triplet.first().plus(settings.retryWindow()));
    }

    /** As postgrey has it. */
    private String header(Duration waited) {
        return "delayed " + waited.toSeconds() + " seconds by sekisho at " + hostName + "; "
                + DATE.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static CompletionStage<Finding> done(String because) {
        return CompletableFuture.completedStage(Finding.pass(because));
    }
}
