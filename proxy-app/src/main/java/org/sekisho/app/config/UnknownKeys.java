package org.sekisho.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Sequence;

/**
 * Takes keys out that no record has a component for. Done before binding, which calls a record's constructor before it
 * looks at keys that it does not know.
 */
final class UnknownKeys {
    private final List<Problem> problems;

    UnknownKeys(List<Problem> problems) {
        this.problems = problems;
    }

    /** Looks through that section and all below it. */
    void takeOut(Mapping section, Class<?> record) {
        Map<String, Type> known = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            known.put(component.getName(), component.getGenericType());
        }
        for (Map.Entry<String, Written> entry :
                new ArrayList<>(section.entries().entrySet())) {
            Written value = entry.getValue();
            Type type = known.get(entry.getKey());
            if (type == null) {
                problems.add(new Problem(value.origin(), value.path(), message(entry.getKey(), known)));
                section.remove(value);
            } else {
                recordIn(type).ifPresent(inner -> descend(value, inner));
            }
        }
    }

    private void descend(Written value, Class<?> record) {
        if (value instanceof Mapping mapping) {
            takeOut(mapping, record);
        } else if (value instanceof Sequence sequence) {
            sequence.elements().forEach(element -> descend(element, record));
        }
    }

    /** The record that a section, or each section of a list, is bound to; a record written as one value has none. */
    private static Optional<Class<?>> recordIn(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments())
                    .flatMap(argument -> recordIn(argument).stream())
                    .findFirst();
        }
        return type instanceof Class<?> plain && plain.isRecord() && !SettingsMapper.isOneValue(plain)
                ? Optional.of(plain)
                : Optional.empty();
    }

    private static String message(String key, Map<String, Type> known) {
        return "unknown key; "
                + Nearest.to(key, known.keySet())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known here: " + String.join(", ", known.keySet()));
    }
}
