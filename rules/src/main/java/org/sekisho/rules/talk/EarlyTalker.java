package org.sekisho.rules.talk;

import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.hold.HeldConnections;
import org.sekisho.state.Table;

/** The rule {@code early-talker}: stands at connect, where it makes strangers wait, and at helo, where it knows who talked. */
public final class EarlyTalker {
    public static final RuleType<Stage, EarlyTalkerSettings> TYPE = RuleType.of(
            "early-talker",
            "does the client wait for the greeting, as every mail server does?",
            Stage.class,
            EarlyTalkerSettings.DEFAULTS,
            Dependence.STORE,
            EarlyTalker::build);

    /** Who has waited for the greeting. */
    public static final Table<?> PATIENT = PatientClients.TABLE;

    private EarlyTalker() {}

    private static Defence<Stage> build(EarlyTalkerSettings settings, Tools tools) {
        PatientClients clients = new PatientClients(tools.state(), tools.clock(), settings.remember());
        HeldConnections connections = tools.holding().connections();
        return new Defence<>(
                Stage.class,
                new EarlyTalkerCheck(settings, clients, connections),
                new EarlyTalkerLearner(clients, connections));
    }
}
