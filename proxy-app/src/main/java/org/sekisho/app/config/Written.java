package org.sekisho.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A value as somebody wrote it, with its path and the place where it stands. Path and place stay the same when a
 * neighbour is taken out, so that a list's third element is reported as the third.
 */
sealed interface Written {
    String path();

    /** For people: {@code sekisho.yaml:12:7}, an environment variable or an option. */
    String origin();

    record Scalar(String path, String origin, JsonNode value) implements Written {}

    /** A section; its entries can change. */
    record Mapping(String path, String origin, Map<String, Written> entries) implements Written {
        static Mapping empty(String path, String origin) {
            return new Mapping(path, origin, new LinkedHashMap<>());
        }

        Mapping copy() {
            return new Mapping(path, origin, new LinkedHashMap<>(entries));
        }

        String pathOf(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }

        void put(String key, String from, JsonNode value) {
            entries.put(key, new Scalar(pathOf(key), from, value));
        }
    }

    /** A list; its elements can change. */
    record Sequence(String path, String origin, List<Written> elements) implements Written {
        String pathOf(int index) {
            return path + "[" + index + "]";
        }
    }

    /** The child that a step of a path leads to: a key, or an index as a decimal number. */
    default Optional<Written> child(String step) {
        if (this instanceof Mapping mapping) {
            return Optional.ofNullable(mapping.entries().get(step));
        }
        if (this instanceof Sequence sequence) {
            int index = step.matches("\\d{1,9}") ? Integer.parseInt(step) : Integer.MAX_VALUE;
            return index < sequence.elements().size()
                    ? Optional.of(sequence.elements().get(index))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Takes a child out. */
    default void remove(Written child) {
        if (this instanceof Mapping mapping) {
            mapping.entries().values().removeIf(value -> value == child);
        } else if (this instanceof Sequence sequence) {
            sequence.elements().removeIf(value -> value == child);
        }
    }
}
