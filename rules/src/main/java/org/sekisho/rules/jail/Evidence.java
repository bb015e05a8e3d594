package org.sekisho.rules.jail;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of evidence of a ban, kept as one text: there may be hundreds of thousands of bans in memory, and hardly any of
 * them is ever looked at.
 */
final class Evidence extends AbstractList<String> {
    private static final String BETWEEN = "\n";

    static final Evidence NONE = new Evidence("");

    private final String text;

    private Evidence(String text) {
        this.text = text;
    }

    /** Of lines without line feeds, each of at least one character. */
    static Evidence of(List<String> lines) {
        return lines instanceof Evidence known ? known : ofText(String.join(BETWEEN, lines));
    }

    /** What {@link #text} gave. */
    static Evidence ofText(String text) {
        return text.isEmpty() ? NONE : new Evidence(text);
    }

    String text() {
        return text;
    }

    @Override
    public String get(int index) {
        return lines().get(index);
    }

    @Override
    public int size() {
        return lines().size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence evidence ? text.equals(evidence.text) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return lines().hashCode();
    }

    private List<String> lines() {
        return text.isEmpty() ? List.of() : List.of(text.split(BETWEEN, -1));
    }
}
