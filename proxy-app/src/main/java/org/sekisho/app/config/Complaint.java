package org.sekisho.app.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.config.Written.Scalar;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says in an operator's words why Jackson could not bind a value. */
final class Complaint {
    private Complaint() {}

    /** What was wrong with that value and what would be right. */
    static String about(Written value, JacksonException e) {
        return ofSettings(e).orElseGet(() -> {
            // The only failure other than a mismatch: a number that does not fit an int.
            Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : int.class;
            String is =
                    value instanceof Scalar scalar ? ", is '" + scalar.value().asString() + "'" : "";
            return "must be " + expected(type) + is;
        });
    }

    /** The message of the settings' own check, if that is what failed. */
    private static Optional<String> ofSettings(JacksonException e) {
        return Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
                .filter(IllegalArgumentException.class::isInstance)
                .map(t -> String.valueOf(t.getMessage()))
                .findFirst();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (type == double.class) {
            return "a number, such as 0.5";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> SettingsMapper.word((Enum<?>) constant))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> component.getName())
                    .collect(Collectors.joining(", ", "a section with any of the keys ", ""));
        }
        return Collection.class.isAssignableFrom(type) ? "a list, such as [first, second]" : "text";
    }
}
