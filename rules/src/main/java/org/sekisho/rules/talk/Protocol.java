package org.sekisho.rules.talk;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;

/** The rule {@code protocol}: stands at recipient, and at data for those who send their message behind DATA. */
public final class Protocol {
    public static final RuleType<Stage, ProtocolSettings> TYPE = RuleType.of(
            "protocol",
            "does the client keep to SMTP: no pipelining before its time, no bare newlines?",
            Stage.class,
            ProtocolSettings.DEFAULTS,
            Dependence.NOTHING,
            Protocol::build);

    private Protocol() {}

    private static Defence<Stage> build(ProtocolSettings settings, Tools tools) {
        return new Defence<>(Stage.class, new ProtocolCheck(settings), Protocol::learn);
    }

    private static void learn(Happening happening, Case file) {
        if (happening instanceof Happening.Misbehaved misbehaved) {
            Talk.of(file).broke(misbehaved.fault());
        }
    }
}
