package org.sekisho.app.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.RulesSettings;
import org.sekisho.app.log.Escaped;
import org.sekisho.policy.Finding;
import org.sekisho.rules.Placement;
import org.sekisho.rules.Self;
import org.sekisho.rules.helo.HeloCheck;
import org.sekisho.rules.helo.HeloSettings;
import org.sekisho.rules.s25r.NamePattern;
import org.sekisho.rules.s25r.S25r;
import org.sekisho.rules.s25r.S25rRule;
import org.sekisho.rules.s25r.S25rSettings;

/** Tells which patterns of a configuration match a name. Needs no running proxy and looks nothing up. */
final class RulesTest {
    private final Configuration configuration;
    private final InstantSource clock;
    private final PrintStream out;

    RulesTest(Configuration configuration, InstantSource clock, PrintStream out) {
        this.configuration = configuration;
        this.clock = clock;
        this.out = out;
    }

    /** A client's verified name, or {@code unknown} for a client without one. */
    void name(String name) {
        S25rSettings settings = settings(S25rRule.TYPE.name(), S25rSettings.class, S25rSettings.DEFAULTS);
        S25r.Classification found = S25r.by(settings, clock).classify(name);
        out.println("name " + Escaped.text(name) + ": " + (found.suspect() ? "a suspect" : "not a suspect") + " (level "
                + settings.level().name().toLowerCase(Locale.ROOT) + ")");
        for (NamePattern pattern : found.matched()) {
            out.println("  matches " + pattern.id() + "  " + pattern.regex() + "  " + pattern.meaning());
        }
        if (found.matched().isEmpty()) {
            out.println("  matches no pattern");
        }
        found.allowedBy().ifPresent(entry -> out.println("  cleared by " + entry));
    }

    void helo(String helo) {
        HeloSettings settings = settings(HeloCheck.TYPE.name(), HeloSettings.class, HeloSettings.DEFAULTS);
        Finding finding = new HeloCheck(settings, new Self(configuration.hostName(), Set.of())).judge(helo);
        out.println("helo " + Escaped.text(helo) + ": " + Escaped.text(finding.because()));
        finding.reply().ifPresent(reply -> out.println("  wants: " + reply));
    }

    private <S> S settings(String rule, Class<S> type, S defaults) {
        RulesSettings rules = configuration.rules();
        Placement<?, ?> placement = rules.set().byName().get(rule);
        return placement == null ? defaults : type.cast(placement.settings());
    }
}
