package org.sekisho.rules.tarpit;

import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.Aim;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.hold.Clients;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.rules.hold.Memory;
import org.sekisho.state.Table;

/** The rule {@code tarpit}. It stands where a recipient is known, and never at DATA, whose client waits 2 minutes only (X1). */
public final class Tarpit {
    public static final RuleType<Stage.AtRcpt, TarpitSettings> TYPE = RuleType.of(
            "tarpit",
            "is this a client that has to show that it can wait?",
            Stage.AtRcpt.class,
            TarpitSettings.DEFAULTS,
            Dependence.STORE_AND_DNS,
            Tarpit::build);

    /** Who waits, or has waited. */
    public static final Table<?> MARKS = Marks.TABLE;

    private Tarpit() {}

    private static Defence<Stage.AtRcpt> build(TarpitSettings settings, Tools tools) {
        Memory memory = new Memory(tools.state());
        AutoWhitelist whitelist = new AutoWhitelist(settings.autowhitelist(), tools.clock());
        Marks marks = new Marks(settings.remember(), tools.clock());
        HeldConnections connections = tools.holding().connections();
        TarpitCheck check = new TarpitCheck(
                settings,
                new Aim(settings.who(), tools.suspects()),
                new Clients(settings.senderPools(), tools),
                whitelist,
                marks,
                memory,
                tools.holding().gates().of("tarpit", settings.load(), tools.clock()),
                connections);
        TarpitLearner learner = new TarpitLearner(marks, whitelist, memory, connections);
        return new Defence<>(Stage.AtRcpt.class, check, learner);
    }
}
