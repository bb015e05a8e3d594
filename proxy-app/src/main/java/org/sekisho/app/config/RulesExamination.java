package org.sekisho.app.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.rules.tarpit.Tarpit;
import org.sekisho.rules.tarpit.TarpitSettings;

/** Looks for what the rules' own settings cannot know: where rules stand, and who wishes what of which. */
final class RulesExamination {
    private static final Pattern DOMAIN_OR_ADDRESS = Pattern.compile("([^\\s@]+@)?[^\\s@.]+(\\.[^\\s@.]+)*");

    private final RuleBook book;
    private final Blame blame;

    RulesExamination(RuleBook book, Blame blame) {
        this.book = book;
        this.blame = blame;
    }

    void examine(RulesSettings rules) {
        rules.order().forEach(this::list);
        rules.set().byName().forEach((name, placement) -> {
            boolean stands = rules.order().values().stream().anyMatch(list -> list.contains(name));
            if (!stands && placement.mode() != Mode.OFF && blame.written("rules", "set", name, RuleBook.MODE)) {
                blame.report(
                        "the rule stands nowhere, so it will not be asked; name it in rules.order",
                        "rules",
                        "set",
                        name,
                        RuleBook.MODE);
            }
        });
        rules.domains().forEach(this::wishes);
        tarpit(rules);
        validRecipients(rules);
    }

    private void validRecipients(RulesSettings rules) {
        Placement<?, ?> placement = rules.set().byName().get(Recipients.TYPE.name());
        if (placement != null && placement.settings() instanceof RecipientSettings recipients) {
            Recipients.problemWithList(recipients)
                    .ifPresent(problem -> blame.report(
                            problem.replaceFirst("^valid: ", ""), "rules", "set", Recipients.TYPE.name(), "valid"));
        }
    }

    /** A client that is let go early has not shown that it can wait for as long as the operator thinks. */
    private void tarpit(RulesSettings rules) {
        Placement<?, ?> placement = rules.set().byName().get(Tarpit.TYPE.name());
        if (placement != null
                && placement.settings() instanceof TarpitSettings tarpit
                && placement.mode() != Mode.OFF
                && tarpit.delay().compareTo(rules.longestDelay()) > 0) {
            blame.report(
                    "is shorter than rules.set.tarpit.delay, which is %s; set it to %s or more"
                            .formatted(
                                    DurationNotation.format(tarpit.delay()), DurationNotation.format(tarpit.delay())),
                    "rules",
                    "longestDelay");
        }
    }

    private void list(Point point, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String[] steps = {"rules", "order", point.key(), Integer.toString(i)};
            book.named(name)
                    .ifPresentOrElse(type -> place(type, point, steps), () -> blame.report(unknown(name), steps));
            if (!seen.add(name)) {
                blame.report("'" + name + "' stands twice in this list; keep the first", steps);
            }
        }
    }

    private void place(RuleType<?, ?> type, Point point, String... steps) {
        if (!fits(type, point)) {
            String where = Arrays.stream(Point.values())
                    .filter(possible -> fits(type, possible))
                    .map(Point::key)
                    .collect(Collectors.joining(", "));
            blame.report("'" + type.name() + "' asks what is not known here; it can stand at " + where, steps);
        }
    }

    private static boolean fits(RuleType<?, ?> type, Point point) {
        return type.needs().isAssignableFrom(point.stage());
    }

    private void wishes(String whose, Map<String, Mode> wishes) {
        if (whose.indexOf('*') >= 0) {
            blame.report(
                    "a star does not stand for other names; name each domain or address by itself",
                    "rules",
                    "domains",
                    whose);
        } else if (!DOMAIN_OR_ADDRESS.matcher(whose).matches()) {
            blame.report(
                    "is neither a domain nor an address, such as example.jp or a@example.jp",
                    "rules",
                    "domains",
                    whose);
        }
        for (String name : wishes.keySet()) {
            if (book.named(name).isEmpty()) {
                blame.report(unknown(name), "rules", "domains", whose, name);
            }
        }
    }

    private String unknown(String name) {
        return "there is no rule '" + name + "'; "
                + Nearest.to(name, book.names())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("there are " + String.join(", ", book.names()));
    }
}
