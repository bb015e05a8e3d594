package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.app.config.SettingsSchema.Setting;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Scalar;
import org.sekisho.app.config.Written.Sequence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Settings from environment variables, for containers. The variable of a setting is its path in capitals behind {@code
 * SEKISHO_}, each word and each index after an underscore: {@code upstream.connectTimeout} is {@code
 * SEKISHO_UPSTREAM_CONNECT_TIMEOUT}, {@code listeners[0].tls.mode} is {@code SEKISHO_LISTENERS_0_TLS_MODE}. Commas
 * separate the elements of a list. An empty variable counts as not set.
 */
final class Environment {
    private static final String PREFIX = "SEKISHO_";

    /** Read by the command line and by bin/sekisho. */
    private static final Set<String> NOT_SETTINGS = Set.of("SEKISHO_CONFIG", "SEKISHO_JAVA_OPTS");

    /** Kubernetes sets these in every container of a namespace that has a Service with the name sekisho. */
    private static final Pattern SERVICE_LINK = Pattern.compile("SEKISHO_(SERVICE_(HOST|PORT)|PORT)(_.*)?");

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Mapping root;
    private final List<Problem> problems;

    private Environment(RuleBook book, Mapping root, List<Problem> problems) {
        new SettingsSchema(book)
                .settings().stream()
                        .filter(setting -> !setting.isMap())
                        .forEach(setting -> settings.put(variable(setting.path()), setting));
        this.root = root;
        this.problems = problems;
    }

    /** Writes what the variables say over what the file says. */
    static void apply(Map<String, String> variables, RuleBook book, Mapping root, List<Problem> problems) {
        // Sorted by index as a number, so that listener 2 comes before listener 10.
        SortedMap<String, String> ours = new TreeMap<>((a, b) -> sortKey(a).compareTo(sortKey(b)));
        variables.forEach((name, value) -> {
            if (isSetting(name) && !value.isBlank()) {
                ours.put(name, value.strip());
            }
        });
        if (!ours.isEmpty()) {
            Environment environment = new Environment(book, root, problems);
            ours.forEach(environment::apply);
        }
    }

    private static boolean isSetting(String name) {
        return name.startsWith(PREFIX)
                && !NOT_SETTINGS.contains(name)
                && !SERVICE_LINK.matcher(name).matches();
    }

    /** {@code listeners[].tls.mode} is {@code SEKISHO_LISTENERS_#_TLS_MODE}. */
    static String variable(String path) {
        return PREFIX
                + path.replace("[]", ".#")
                        .replace('.', '_')
                        .replace('-', '_')
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT);
    }

    private void apply(String name, String value) {
        String origin = "environment variable " + name;
        Setting setting = settings.get(name.replaceAll("_\\d{1,4}(?=_)", "_#"));
        if (setting == null) {
            String hint = Nearest.to(name, settings.keySet())
                    .map(near -> "did you mean " + near.replace('#', '0') + "?")
                    .orElse("docs/configuration.md lists them all");
            problems.add(new Problem(origin, "", "unknown; " + hint));
            return;
        }
        Matcher index = Pattern.compile("_(\\d{1,4})_").matcher(name);
        Optional<Mapping> section = Optional.of(root);
        String[] steps = setting.path().split("\\.");
        for (int i = 0; i < steps.length - 1 && section.isPresent(); i++) {
            section = steps[i].endsWith("[]") && index.find()
                    ? element(section.get(), steps[i].replace("[]", ""), Integer.parseInt(index.group(1)), origin)
                    : section(section.get(), steps[i], origin);
        }
        section.ifPresent(found -> put(found, steps[steps.length - 1], setting, value, origin));
    }

    private static void put(Mapping section, String key, Setting setting, String value, String origin) {
        if (!setting.isList()) {
            section.put(key, origin, setting.isText() ? text(value) : scalar(value));
            return;
        }
        Sequence list = new Sequence(section.pathOf(key), origin, new ArrayList<>());
        for (String element : value.split(",")) {
            list.elements().add(new Scalar(list.pathOf(list.elements().size()), origin, text(element.strip())));
        }
        section.entries().put(key, list);
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    private static JsonNode scalar(String value) {
        return switch (value) {
            case "true" -> JsonNodeFactory.instance.booleanNode(true);
            case "false" -> JsonNodeFactory.instance.booleanNode(false);
            default -> YamlReader.number(value);
        };
    }

    /** The section under that key, made if need be; empty where the file has something else, which binding reports. */
    private static Optional<Mapping> section(Mapping parent, String key, String origin) {
        Written found = parent.entries().computeIfAbsent(key, k -> Mapping.empty(parent.pathOf(k), origin));
        return found instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** The list's element with that index, or a new one after the last. */
    private Optional<Mapping> element(Mapping parent, String key, int index, String origin) {
        Written found = parent.child(key).orElseGet(() -> new Sequence(parent.pathOf(key), origin, new ArrayList<>()));
        if (!(found instanceof Sequence list)) {
            return Optional.empty();
        }
        int size = list.elements().size();
        if (index > size) {
            problems.add(new Problem(
                    origin, list.pathOf(index), "there are only " + size + " before it; the next index is " + size));
            return Optional.empty();
        }
        parent.entries().put(key, list);
        if (index == size) {
            list.elements().add(Mapping.empty(list.pathOf(index), origin));
        }
        return list.elements().get(index) instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    private static String sortKey(String name) {
        return Pattern.compile("\\d{1,9}")
                .matcher(name)
                .replaceAll(number -> "%09d".formatted(Integer.parseInt(number.group())));
    }
}
