package org.sekisho.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Sequence;
import org.sekisho.rules.RuleType;

/**
 * Takes keys out that no record has a component for, and elements of lists that lack one. Done before binding, which calls a record's constructor before it
 * looks at keys that it does not know.
 */
final class UnknownKeys {
    private final RuleBook book;
    private final List<Problem> problems;

    UnknownKeys(RuleBook book, List<Problem> problems) {
        this.book = book;
        this.problems = problems;
    }

    /** The keys of one rule: those that all have, and its own. */
    private record RuleKeys(RuleType<?, ?> rule) implements Type {}

    /** Looks through that section and all below it. */
    void takeOut(Written value, Type type) {
        if (value instanceof Sequence sequence) {
            for (Written element : List.copyOf(sequence.elements())) {
                takeOut(element, argument(type, 0));
                complete(sequence, element, argument(type, 0));
            }
        } else if (value instanceof Mapping section && type instanceof ParameterizedType map && freeKeys(map)) {
            section.entries().values().forEach(entry -> takeOut(entry, argument(map, 1)));
        } else if (value instanceof Mapping section) {
            known(type).ifPresent(known -> takeOut(section, known));
        }
    }

    /** Only listeners have defaults for what is not written of an element. */
    private void complete(Sequence list, Written element, Type type) {
        if (list.path().equals("listeners") || !(element instanceof Mapping mapping)) {
            return;
        }
        List<String> missing = known(type).orElse(Map.of()).entrySet().stream()
                .filter(key ->
                        key.getValue() instanceof Class<?> && !mapping.entries().containsKey(key.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            problems.add(new Problem(element.origin(), element.path(), "lacks " + String.join(" and ", missing)));
            list.remove(element);
        }
    }

    private void takeOut(Mapping section, Map<String, Type> known) {
        for (Map.Entry<String, Written> entry :
                new ArrayList<>(section.entries().entrySet())) {
            Written value = entry.getValue();
            Type type = known.get(entry.getKey());
            if (type == null) {
                problems.add(new Problem(value.origin(), value.path(), message(entry.getKey(), known)));
                section.remove(value);
            } else {
                takeOut(value, type);
            }
        }
    }

    /** The keys of a section; empty for what is no section or is written as one value. */
    private Optional<Map<String, Type>> known(Type type) {
        Map<String, Type> known = new LinkedHashMap<>();
        if (type == Placements.class) {
            book.types().forEach(rule -> known.put(rule.name(), new RuleKeys(rule)));
        } else if (type instanceof RuleKeys keys) {
            known.putAll(RuleBook.commonKeys(keys.rule()));
            known.putAll(components(keys.rule().settings()));
        } else if (type instanceof Class<?> plain && plain.isRecord() && !SettingsMapper.isOneValue(plain)) {
            known.putAll(components(plain));
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            for (Object key : ((Class<?>) argument(map, 0)).getEnumConstants()) {
                known.put(SettingsMapper.word((Enum<?>) key), argument(map, 1));
            }
        } else if (type instanceof ParameterizedType optional) {
            return known(argument(optional, 0));
        } else {
            return Optional.empty();
        }
        return Optional.of(known);
    }

    private static Map<String, Type> components(Class<?> record) {
        Map<String, Type> components = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            components.put(component.getName(), component.getGenericType());
        }
        return components;
    }

    /** Whether anything may be a key of that map. */
    private static boolean freeKeys(ParameterizedType map) {
        return map.getRawType() == Map.class && argument(map, 0) == String.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    private static String message(String key, Map<String, Type> known) {
        return "unknown key; "
                + Nearest.to(key, known.keySet())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known here: " + String.join(", ", known.keySet()));
    }
}
