package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Sequence;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Makes a {@link Configuration} of what was written. A value that does not fit is reported and taken out, so that its
 * default takes its place and binding can go on to the next problem.
 */
final class Binding {
    /** Messages of the settings begin with the name of the setting, and perhaps that of its section. */
    private static final Pattern NAMED = Pattern.compile("([a-zA-Z0-9.]+)(?:: | (?=must ))(.*)", Pattern.DOTALL);

    private final Defaults defaults;
    private final ObjectReader reader;
    private final Mapping root;
    private final List<Problem> problems;

    Binding(Defaults defaults, Mapping root, List<Problem> problems) {
        this.defaults = defaults;
        reader = SettingsMapper.YAML.reader().withAttribute(RuleBook.class, defaults.book());
        this.root = root;
        this.problems = problems;
    }

    /** Takes out of the tree what does not fit; with nothing left in it, the defaults remain. */
    Configuration bind() {
        while (true) {
            try {
                return reader.treeToValue(defaults.under(root), Configuration.class);
            } catch (JacksonException e) {
                takeOut(e);
            }
        }
    }

    private void takeOut(JacksonException e) {
        List<Written> trail = trail(e);
        Written blamed = trail.get(trail.size() - 1);
        String message = Complaint.about(blamed, e);
        Matcher named = NAMED.matcher(message);
        if (named.matches()) {
            List<String> steps = List.of(named.group(1).split("\\."));
            for (String step : steps) {
                trail.get(trail.size() - 1).child(step).ifPresent(trail::add);
            }
            blamed = trail.get(trail.size() - 1);
            if (lastKey(blamed.path()).equals(steps.get(steps.size() - 1))) {
                message = named.group(2);
            }
        }
        problems.add(new Problem(blamed.origin(), blamed.path(), message));
        if (trail.size() < 2) {
            throw new IllegalStateException("The defaults do not hold: " + message, e);
        }
        Written parent = trail.get(trail.size() - 2);
        parent.remove(blamed);
        if (parent instanceof Sequence list && list.elements().isEmpty()) {
            // That it is empty now is no fault of its writer.
            trail.get(trail.size() - 3).remove(list);
        }
    }

    /** From the root down to the deepest written value that the exception's path leads to. */
    private List<Written> trail(JacksonException e) {
        List<Written> trail = new ArrayList<>(List.of(root));
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName();
            Optional<Written> child = trail.get(trail.size() - 1).child(name);
            if (child.isEmpty()) {
                break;
            }
            trail.add(child.get());
        }
        return trail;
    }

    private static String lastKey(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
