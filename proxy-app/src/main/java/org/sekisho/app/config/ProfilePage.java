package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Sequence;
import org.sekisho.policy.Point;
import org.sekisho.rules.Profile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the page of a profile: the points in the order of a session, each with a list of rules. A rule is its name, or its
 * name with its settings; one that stands at several points has its settings where it stands first.
 */
final class ProfilePage {
    private final String name;
    private final RuleBook book;
    private final ObjectNode order;
    private final ObjectNode set;

    private ProfilePage(String name, RuleBook book, ObjectNode rules) {
        this.name = name;
        this.book = book;
        order = rules.putObject("order");
        set = rules.withObject("set");
    }

    /** Lays the profile over the section {@code rules}, which holds every rule with the defaults of its settings. */
    static void apply(Profile profile, RuleBook book, ObjectNode rules) {
        List<Problem> problems = new ArrayList<>();
        ProfilePage page = new ProfilePage(profile.key(), book, rules);
        Mapping root = YamlReader.read(profile.key() + ".yaml", book.pages().apply(profile), problems);
        root.entries().forEach(page::point);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The profile is damaged: " + problems);
        }
        rules.put("profile", profile.key());
    }

    private void point(String key, Written rules) {
        Point point = Point.named(key).orElseThrow(() -> damaged(rules));
        ArrayNode names = order.putArray(point.key());
        if (!(rules instanceof Sequence list)) {
            throw damaged(rules);
        }
        for (Written rule : list.elements()) {
            if (rule instanceof Mapping mapping && mapping.entries().size() == 1) {
                Map.Entry<String, Written> only =
                        mapping.entries().entrySet().iterator().next();
                names.add(known(only.getKey(), rule));
                set.set(only.getKey(), Defaults.overlay(only.getValue(), set.path(only.getKey())));
            } else if (rule instanceof Written.Scalar scalar) {
                names.add(known(scalar.value().asString(), rule));
            } else {
                throw damaged(rule);
            }
        }
    }

    private String known(String rule, Written written) {
        return book.named(rule).orElseThrow(() -> damaged(written)).name();
    }

    private IllegalStateException damaged(Written written) {
        return new IllegalStateException("The profile " + name + " is damaged at " + written.origin());
    }
}
