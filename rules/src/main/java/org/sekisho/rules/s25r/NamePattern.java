package org.sekisho.rules.s25r;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * A pattern of names. Matched by RE2, which reads each character a bounded number of times, so that no name and no pattern
 * of an operator can hold up the proxy.
 *
 * @param id as explanations name it
 * @param meaning in words
 * @param pattern found anywhere in the name, in any letter case
 */
public record NamePattern(String id, String meaning, Pattern pattern) {

    static NamePattern of(String id, String regex, String meaning) {
        return new NamePattern(id, meaning, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }

    /** An operator's patterns, which are their own ids. */
    static List<NamePattern> own(List<String> expressions) {
        return expressions.stream()
                .map(expression -> of(expression, expression, "own pattern"))
                .toList();
    }

    /** As it is written. */
    public String regex() {
        return pattern.pattern();
    }

    boolean matches(CharSequence name) {
        return pattern.matcher(name).find();
    }
}
