package org.sekisho.app.config;

import java.util.List;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;

/** Finds who wrote a setting that turns out to be wrong after binding. */
final class Blame {
    private final Mapping root;
    private final List<Problem> problems;

    Blame(Mapping root, List<Problem> problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Blames the deepest value that was written on the way to that setting; a step is a key or an index. */
    void report(String message, String... steps) {
        Written blamed = root;
        StringBuilder path = new StringBuilder();
        for (String step : steps) {
            if (step.chars().allMatch(Character::isDigit)) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
            blamed = blamed.child(step).orElse(blamed);
        }
        problems.add(new Problem(blamed.origin(), path.toString(), message));
    }

    /** Whether that setting was written, and could be used. */
    boolean written(String... steps) {
        Optional<Written> found = Optional.of(root);
        for (String step : steps) {
            found = found.flatMap(value -> value.child(step));
        }
        return found.isPresent();
    }

    /** Whether something below that path has been reported. */
    boolean reported(String path) {
        return problems.stream().anyMatch(problem -> problem.path().startsWith(path));
    }
}
