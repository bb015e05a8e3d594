package org.sekisho.app.decision;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekisho.app.decision.Explanation.Fact;
import org.sekisho.app.decision.Explanation.Step;
import org.sekisho.app.log.Escaped;

/** Tells a decision to somebody at a terminal. Whatever strangers sent is escaped. */
public final class ExplanationText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ExplanationText() {}

    /** The whole decision: who, what, and every rule that was asked, in order. */
    public static List<String> lines(Explanation decision) {
        List<String> lines = new ArrayList<>();
        lines.add(decision.reference() + ": " + outcome(decision) + ", at " + decision.point() + ", "
                + TIME.format(decision.time()));
        lines.addAll(traveller(decision));
        lines.add("The rules, in the order in which they were asked:");
        lines.addAll(steps(decision));
        return lines;
    }

    /** What was decided, in one line. */
    public static String outcome(Explanation decision) {
        String wait = decision.delay().isZero() ? "" : " after " + seconds(decision.delay());
        return decision.outcome()
                + wait
                + decision.reply()
                        .map(reply -> " with \"" + Escaped.text(reply) + "\"")
                        .orElse("");
    }

    private static List<String> traveller(Explanation decision) {
        List<String> lines = new ArrayList<>();
        decision.node().ifPresent(node -> lines.add("  node     " + Escaped.text(node)));
        lines.add("  session  " + decision.session() + " on listener " + decision.listener());
        lines.add("  client   " + decision.client());
        decision.helo().ifPresent(helo -> lines.add("  helo     " + Escaped.text(helo)));
        decision.account().ifPresent(account -> lines.add("  account  " + Escaped.text(account)));
        decision.from().ifPresent(from -> lines.add("  from     <" + Escaped.text(from) + ">"));
        decision.recipients().forEach(recipient -> lines.add("  to       <" + Escaped.text(recipient) + ">"));
        return lines;
    }

    /** Every rule that was asked. */
    public static List<String> steps(Explanation decision) {
        List<String> lines = new ArrayList<>();
        for (Step step : decision.steps()) {
            String from = step.point().equals(decision.point()) ? "" : " (since " + step.point() + ")";
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s %-8s %-16s %s%s",
                    step.rule(),
                    step.mode(),
                    step.effect(),
                    Escaped.text(step.because()),
                    from));
            step.wanted().ifPresent(wanted -> lines.add("      wants: " + Escaped.text(wanted)));
            for (Fact fact : step.evidence()) {
                lines.add("      " + fact.name() + ": " + Escaped.text(fact.value()));
            }
            step.unless().ifPresent(unless -> lines.add("      would have passed if: " + Escaped.text(unless)));
        }
        if (lines.isEmpty()) {
            lines.add("  (no rule stands here)");
        }
        return lines;
    }

    /** For people: {@code 25 s}, {@code 0.300 s}. */
    public static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0
                ? duration.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1_000.0);
    }
}
