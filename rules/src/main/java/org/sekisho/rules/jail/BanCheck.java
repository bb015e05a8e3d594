package org.sekisho.rules.jail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.HeldConnections.Budget;
import org.sekisho.rules.hold.HeldConnections.Weight;
import org.sekisho.rules.hold.Room;
import org.sekisho.smtp.Reply;

/** Has this client been banned? Answered from memory. */
final class BanCheck implements Check<Stage> {
    private static final CompletionStage<Finding> NOT_BANNED =
            CompletableFuture.completedStage(Finding.pass("not banned"));

    private final BansSettings settings;
    private final BanList bans;
    private final InstantSource clock;
    private final HeldConnections connections;
    private final String hostName;

    BanCheck(BansSettings settings, BanList bans, InstantSource clock, HeldConnections connections, String hostName) {
        this.settings = settings;
        this.bans = bans;
        this.clock = clock;
        this.connections = connections;
        this.hostName = hostName;
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        // What the client has done before may have been the last straw.
        return inquiry.file().in(Conduct.SLOT).judged().thenCompose(judged -> found(stage, inquiry));
    }

    private CompletionStage<Finding> found(Stage stage, Inquiry inquiry) {
        return bans.covering(stage.connection().client(), clock.instant())
                .map(ban -> CompletableFuture.completedStage(explained(ban, carriedOut(ban, stage, inquiry))))
                .orElse(NOT_BANNED);
    }

    private Finding carriedOut(Ban ban, Stage stage, Inquiry inquiry) {
        String because = "banned by the jail " + ban.jail();
        return switch (ban.response()) {
            case REFUSE -> Finding.disconnect(last(stage), because);
            case DROP -> Finding.drop(last(stage), because);
            case REJECT_RCPT ->
                stage instanceof Stage.AtRcpt at && !at.recipient().postmaster()
                        ? Finding.refuse(reply(550, "5.7.1", stage), because)
                        : Finding.pass(because + ", which refuses recipients only, and not postmaster");
            case TARPIT -> slowed(stage, inquiry, because);
        };
    }

    /** 554 stands for a greeting (RFC 5321 section 3.1); later only 421 may close (section 3.8). */
    private Reply last(Stage stage) {
        return stage instanceof Stage.AtConnect ? reply(554, "5.7.1", stage) : reply(421, "4.7.0", stage);
    }

    private Reply reply(int code, String enhanced, Stage stage) {
        return Reply.of(
                code,
                enhanced,
                "Client [" + stage.connection().address() + "] is banned; if that is wrong, contact the postmaster of "
                        + hostName);
    }

    /** Where too many wait already, a client that is banned anyway can be sent away. */
    private Finding slowed(Stage stage, Inquiry inquiry, String because) {
        Weight weight = Weight.of(
                stage instanceof Stage.Introduced known && known.introduction().secured());
        String network = stage.connection().network();
        Room room = connections.room(network, weight, Budget.DEFAULTS);
        if (room.grant(settings.delay()).compareTo(settings.delay()) < 0) {
            return room.explain(Finding.disconnect(last(stage), because));
        }
        if (inquiry.acting()) {
            BanTarpit.impose(inquiry.file(), weight);
        }
        return Finding.slow(settings.delay(), because);
    }

    private static Finding explained(Ban ban, Finding finding) {
        Finding explained = finding.with("subject", ban.subject())
                .with("jail", ban.jail())
                .with("since", ban.since())
                .with("until", ban.until().map(Instant::toString).orElse("an operator ends it"))
                .with("by", ban.by())
                .with("failures", ban.failures());
        for (String line : ban.evidence()) {
            explained = explained.with("evidence", line);
        }
        return explained.unless("an operator had unbanned it: sekisho unban " + ban.subject());
    }
}
