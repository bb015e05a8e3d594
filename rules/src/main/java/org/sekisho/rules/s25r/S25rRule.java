package org.sekisho.rules.s25r;

import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.s25r.S25rSettings.Action;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a client's name looks like an end user's line. By default it leaves suspects to the tarpit and the greylist;
 * it can also tell them to come back for as long as nobody has allowed them, as S25R was published.
 */
public final class S25rRule implements Check<Stage> {
    public static final RuleType<Stage, S25rSettings> TYPE = RuleType.of(
            "s25r",
            "Does the client's verified name look like an end user's line?",
            Stage.class,
            S25rSettings.DEFAULTS,
            Dependence.DNS,
            S25rRule::build);

    /** Always for now: a name may be wrong, missing for a day, or a mail server's after all. */
    private static final Reply DEFERRED = Reply.of(
            450, "4.7.1", "Client host looks like an end user's line, try again later or write to the postmaster here");

    private static final Logger LOG = LoggerFactory.getLogger(S25rRule.class);

    private final Suspects suspects;
    private final Action action;

    private S25rRule(Suspects suspects, Action action) {
        this.suspects = suspects;
        this.action = action;
    }

    private static Defence<Stage> build(S25rSettings settings, Tools tools) {
        AllowedNames.shipped().warnings(tools.clock().instant()).forEach(LOG::warn);
        return Defence.of(
                Stage.class, new S25rRule(Suspects.by(settings, tools.dns(), tools.clock()), settings.action()));
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        return suspects.of(inquiry.file()).thenApply(suspicion -> {
            if (suspicion.forNow()) {
                throw new LookUpFailedException(
                        "the name of " + stage.connection().address());
            }
            return finding(suspicion);
        });
    }

    private Finding finding(Suspicion suspicion) {
        Finding finding = suspicion.suspect() && action == Action.DEFER
                ? Finding.refuse(DEFERRED, suspicion.because())
                        .unless("its name were on the allow list, or matched an allowPattern of s25r")
                : Finding.pass(suspicion.because());
        return suspicion.name().isEmpty() ? finding : finding.with("name", suspicion.name());
    }
}
