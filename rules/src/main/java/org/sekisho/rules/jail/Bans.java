package org.sekisho.rules.jail;

import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.HeldConnections;

/**
 * The rule {@code bans}. It stands at every point, so that a ban ends sessions that are under way, and an unban is felt at
 * the next command; for accounts too, since those who guess passwords may guess one. Nothing of it waits for RCPT.
 */
public final class Bans {
    public static final RuleType<Stage, BansSettings> TYPE = RuleType.of(
                    "bans",
                    "Has this client been banned?",
                    Stage.class,
                    BansSettings.DEFAULTS,
                    Dependence.NOTHING,
                    Bans::build)
            .appliesTo(Rule.Scope.EVERYBODY);

    private Bans() {}

    private static Defence<Stage> build(BansSettings settings, Tools tools) {
        HeldConnections connections = tools.holding().connections();
        BanCheck check = new BanCheck(
                settings,
                tools.banList(),
                tools.clock(),
                connections,
                tools.self().hostName());
        return new Defence<>(Stage.class, check, new BanTarpit(connections));
    }
}
