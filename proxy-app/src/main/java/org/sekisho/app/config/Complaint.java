package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in an operator's words what Jackson found wrong. */
record Complaint(JacksonException cause) {

    String message() {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            List<String> known = strings(unknown.getKnownPropertyIds());
            return unknownKey(unknown.getPropertyName(), known);
        }
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof IllegalArgumentException) {
                return String.valueOf(t.getMessage());
            }
        }
        if (cause instanceof InvalidFormatException format && format.getTargetType() != null) {
            return format.getTargetType().isEnum()
                    ? "'" + format.getValue() + "' is not one of " + words(format.getTargetType())
                    : "must be " + expected(format.getTargetType()) + ", is '" + format.getValue() + "'";
        }
        if (cause instanceof MismatchedInputException mismatch) {
            return "must be " + expected(mismatch.getTargetType());
        }
        // The only other failure of reading a tree: a number that does not fit.
        return "must be a whole number up to " + Integer.MAX_VALUE;
    }

    static String unknownKey(String key, Collection<String> known) {
        return "unknown key; "
                + Nearest.to(key, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElseGet(
                                () -> "known here: " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == int.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of " + words(type);
        }
        if (type.isRecord()) {
            return "a section with any of the keys "
                    + Arrays.stream(type.getRecordComponents())
                            .map(component -> component.getName())
                            .collect(Collectors.joining(", "));
        }
        return Collection.class.isAssignableFrom(type) ? "a list, such as [first, second]" : "text";
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> SettingsMapper.word((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    private static List<String> strings(@Nullable Collection<Object> ids) {
        List<String> names = new ArrayList<>();
        if (ids != null) {
            ids.forEach(id -> names.add(id.toString()));
        }
        return names;
    }
}
