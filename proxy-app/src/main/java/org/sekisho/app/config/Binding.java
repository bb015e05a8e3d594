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
 * default takes its place and binding can go on to the next problem. As little as possible is taken out: what stands
 * beside it may be wrong, too.
 */
final class Binding {
    /** Messages of the settings begin with the name of the setting, and perhaps that of its section. */
    private static final Pattern NAMED = Pattern.compile("([a-zA-Z0-9.-]+)(?:: | (?=must |is ))(.*)", Pattern.DOTALL);

    private final Defaults defaults;
    private final ObjectReader reader;
    private final Mapping root;
    private final List<Problem> problems;
    /** The paths of what has been taken out. */
    private final List<String> gone = new ArrayList<>();

    Binding(Defaults defaults, Mapping root, List<Problem> problems) {
        this.defaults = defaults;
        reader = SettingsMapper.YAML.reader().withAttribute(RuleBook.class, defaults.book());
        this.root = root;
        this.problems = problems;
    }

    /**
     * Something that does not fit.
     *
     * @param trail from the root down to what is to be taken out
     * @param blamed what is reported: that, or the section that it stands in
     * @param named whether the settings' own check has named it
     */
    private record Fault(List<Written> trail, Written blamed, String message, boolean named) {
        Fault {
            trail = List.copyOf(trail);
        }

        Written last() {
            return trail.get(trail.size() - 1);
        }

        Fault below(Written child, Written told) {
            List<Written> longer = new ArrayList<>(trail);
            longer.add(child);
            return new Fault(longer, told, message, named);
        }

        boolean same(Fault other) {
            return blamed == other.blamed && message.equals(other.message);
        }
    }

    /** Takes out of the tree what does not fit; with nothing left in it, the defaults remain. */
    Configuration bind() {
        while (true) {
            try {
                return read();
            } catch (JacksonException e) {
                parts(fault(e)).forEach(this::takeOut);
            }
        }
    }

    private Configuration read() {
        return reader.treeToValue(defaults.under(root), Configuration.class);
    }

    private Optional<Fault> next() {
        try {
            read();
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.of(fault(e));
        }
    }

    private Fault fault(JacksonException e) {
        List<Written> trail = trail(e);
        int led = trail.size();
        String message = Complaint.about(trail.get(led - 1), e);
        Matcher named = NAMED.matcher(message);
        if (named.matches()) {
            List<String> steps = List.of(named.group(1).split("\\."));
            for (String step : steps) {
                trail.get(trail.size() - 1).child(step).ifPresent(trail::add);
            }
            if (lastKey(trail.get(trail.size() - 1).path()).equals(steps.get(steps.size() - 1))) {
                message = named.group(2);
            }
        }
        return new Fault(trail, trail.get(trail.size() - 1), message, trail.size() > led);
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

    // Narrowing down

    /** The elements of a list that do not fit, or the key of a section without which the others may. */
    private List<Fault> parts(Fault whole) {
        if (followsFromAnother(whole)) {
            return List.of(whole);
        }
        if (whole.last() instanceof Sequence list && whole.named()) {
            List<Fault> wrong = elements(whole, list);
            return wrong.isEmpty() ? List.of(whole) : wrong;
        }
        if (whole.last() instanceof Mapping section && !section.path().isEmpty()) {
            return List.of(key(whole, section).orElse(whole));
        }
        return List.of(whole);
    }

    /** Each element that does not fit even where it is the only one. */
    private List<Fault> elements(Fault whole, Sequence list) {
        List<Fault> wrong = new ArrayList<>();
        List<Written> all = List.copyOf(list.elements());
        for (Written element : all) {
            list.elements().clear();
            list.elements().add(element);
            next().filter(alone -> alone.blamed() == list)
                    .ifPresent(alone ->
                            wrong.add(new Fault(whole.trail(), list, alone.message(), true).below(element, element)));
        }
        list.elements().clear();
        list.elements().addAll(all);
        return wrong;
    }

    /** The first key that the problem goes away with. */
    private Optional<Fault> key(Fault whole, Mapping section) {
        for (String key : List.copyOf(section.entries().keySet())) {
            Mapping before = section.copy();
            Optional<Written> value = Optional.ofNullable(section.entries().remove(key));
            boolean goesAway = next().filter(whole::same).isEmpty();
            section.entries().clear();
            section.entries().putAll(before.entries());
            if (goesAway) {
                return value.map(child -> whole.below(child, section));
            }
        }
        return Optional.empty();
    }

    // Taking out

    private void takeOut(Fault fault) {
        if (!followsFromAnother(fault)) {
            problems.add(new Problem(fault.blamed().origin(), fault.blamed().path(), fault.message()));
        }
        List<Written> trail = fault.trail();
        if (trail.size() < 2) {
            throw new IllegalStateException("The defaults do not hold: " + fault.message());
        }
        Written parent = trail.get(trail.size() - 2);
        parent.remove(fault.last());
        gone.add(fault.last().path());
        if (parent instanceof Sequence list && list.elements().isEmpty()) {
            // That it is empty now is no fault of its writer.
            trail.get(trail.size() - 3).remove(list);
        }
    }

    /**
     * Whether a setting is measured against another one, or cannot do without it, and that other one has been taken out
     * because it was wrong.
     */
    private boolean followsFromAnother(Fault fault) {
        String path = fault.blamed().path();
        boolean whole = fault.blamed() instanceof Mapping;
        String section = (whole ? path : path.substring(0, Math.max(0, path.lastIndexOf('.')))) + ".";
        List<String> words = List.of(fault.message().split("[^a-zA-Z0-9]+"));
        // Of a whole section that is said only where something in it is missing.
        boolean incomplete = whole && fault.message().startsWith("must be ");
        return gone.stream()
                .filter(lost -> lost.startsWith(section))
                .map(lost -> lost.substring(section.length()))
                .anyMatch(key -> incomplete || words.contains(key));
    }
}
