package org.sekisho.rules.limits;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sekisho.policy.Case;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Point;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;

/** Asks wherever it stands whether a limit is reached. */
public final class LimitsRule implements Check<Stage> {
    /**
     * Applies to accounts too. Mail to postmaster is spared where the recipient is known; who is refused before that, for
     * what came from its address, is refused altogether, which RFC 5321 section 4.5.1 allows to contain an attack.
     *
     * <p>It depends on nothing: while shared buckets fail, the node's own decide.
     */
    public static final RuleType<Stage, LimitsSettings> TYPE = RuleType.of(
                    "limits",
                    "Has this client, sender, recipient or account had as much as it may have?",
                    Stage.class,
                    LimitsSettings.DEFAULTS,
                    Dependence.NOTHING,
                    LimitsRule::build)
            .appliesTo(new Rule.Scope(true, false, false));

    private static final Finding WITHIN = Finding.pass("within all limits");
    private static final CompletionStage<Boolean> HERE = CompletableFuture.completedStage(false);

    private final LimitsSettings settings;
    private final Counters counters;
    private final LiveSessions live;
    private final Whereabouts whereabouts;

    private LimitsRule(LimitsSettings settings, Counters counters, LiveSessions live, Whereabouts whereabouts) {
        this.settings = settings;
        this.counters = counters;
        this.live = live;
        this.whereabouts = whereabouts;
    }

    private static Defence<Stage> build(LimitsSettings settings, Tools tools) {
        Counters counters = new Counters(
                settings.limits(),
                new LocalOnFailure(
                        tools.buckets(), new LocalBuckets(tools.clock(), LocalBuckets.DEFAULT_MOST), tools.clock()));
        return new Defence<>(
                Stage.class,
                new LimitsRule(settings, counters, tools.sessions(), tools.whereabouts()),
                new LimitsLearner(counters));
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        Ledger ledger = inquiry.file().in(Ledger.SLOT);
        ledger.at(stage);
        if (stage instanceof Stage.AtMail) {
            counters.giveBack(ledger.abandoned());
        }
        // Noted before anything is asked: a finding may come when the client has its reply, and is then given back.
        Optional<Ledger.Entry> entry = entry(stage, ledger);
        return place(stage, ledger).thenCompose(elsewhere -> {
            Optional<Finding> crowd = atOnce(stage, elsewhere, inquiry.file(), ledger);
            return crowd.isPresent() ? CompletableFuture.completedStage(crowd.get()) : count(stage, elsewhere, entry);
        });
    }

    /** Whether an account is at a new place. While nobody can tell, all that it does is counted together. */
    private CompletionStage<Boolean> place(Stage stage, Ledger ledger) {
        Optional<String> account = Per.account(stage);
        if (account.isEmpty() || !(counters.concernAccounts() || settings.most(Per.ACCOUNT) > 0)) {
            return HERE;
        }
        return ledger.place(
                () -> inTime(whereabouts.isNew(account.get(), stage.connection().client()))
                        .exceptionally(failure -> false));
    }

    private static CompletionStage<Boolean> inTime(CompletionStage<Boolean> found) {
        CompletableFuture<Boolean> asked = found.toCompletableFuture();
        return asked.isDone()
                ? asked
                : asked.copy().completeOnTimeout(false, Counters.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What MAIL and RCPT take for the present message. */
    private static Optional<Ledger.Entry> entry(Stage stage, Ledger ledger) {
        if (stage instanceof Stage.AtMail) {
            return Optional.of(ledger.next());
        }
        return stage instanceof Stage.AtRcpt at ? Optional.of(ledger.next(at.recipient())) : Optional.empty();
    }

    private CompletionStage<Finding> count(Stage stage, boolean elsewhere, Optional<Ledger.Entry> entry) {
        return counters.count(stage, elsewhere).thenApply(outcome -> {
            entry.ifPresent(noted -> counters.giveBack(noted.took(outcome.taken())));
            return outcome.refusal().orElse(WITHIN);
        });
    }

    /** The session counts from here on, whatever becomes of it: one that is refused ceases to count when it is told so. */
    private Optional<Finding> atOnce(Stage stage, boolean elsewhere, Case file, Ledger ledger) {
        Optional<Finding> crowd = Optional.empty();
        for (Per per : counted(stage)) {
            int most = settings.most(per);
            for (String subject : most == 0 ? List.<String>of() : per.of(stage, elsewhere)) {
                String key = per.key() + " " + subject;
                int now = ledger.lease(live, file).countAs(key);
                if (now > most && crowd.isEmpty()) {
                    crowd = Optional.of(Refusals.atOnce(per, subject, now, most, Point.of(stage)));
                }
            }
        }
        return crowd;
    }

    private static List<Per> counted(Stage stage) {
        if (stage instanceof Stage.AtConnect) {
            return List.of(Per.ADDRESS, Per.NETWORK);
        }
        return stage instanceof Stage.AtMail ? List.of(Per.ACCOUNT) : List.of();
    }
}
