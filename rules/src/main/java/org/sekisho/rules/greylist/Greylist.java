package org.sekisho.rules.greylist;

import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.Aim;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Clients;
import org.sekisho.rules.hold.Memory;
import org.sekisho.state.Table;

/** The rule {@code greylist}. It stands where a recipient is known, and never at DATA. */
public final class Greylist {
    public static final RuleType<Stage.AtRcpt, GreylistSettings> TYPE = RuleType.of(
            "greylist",
            "has this client come back with mail from this sender to this recipient?",
            Stage.AtRcpt.class,
            GreylistSettings.DEFAULTS,
            Dependence.STORE_AND_DNS,
            Greylist::build);

    private Greylist() {}

    /** What is kept of attempts under these settings. */
    public static Table<?> triplets(GreylistSettings settings) {
        return Triplets.table(settings);
    }

    private static Defence<Stage.AtRcpt> build(GreylistSettings settings, Tools tools) {
        Memory memory = new Memory(tools.state());
        AutoWhitelist whitelist = new AutoWhitelist(settings.autowhitelist(), tools.clock());
        Triplets triplets = new Triplets(settings, memory);
        GreylistLearner learner = new GreylistLearner(triplets, whitelist, memory, tools.clock());
        GreylistCheck check = new GreylistCheck(
                settings,
                new Aim(settings.who(), tools.suspects()),
                new Clients(settings.senderPools(), tools),
                whitelist,
                triplets,
                memory,
                learner,
                tools.holding().gates().of("greylist", settings.load(), tools.clock()),
                tools.self().hostName(),
                tools.clock());
        return new Defence<>(Stage.AtRcpt.class, check, learner);
    }
}
