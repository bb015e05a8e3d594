package org.sekisho.app.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code name=value name="a value with spaces"}. */
record TextFields(StringBuilder line) implements Fields {

    @Override
    public void text(String name, String value) {
        line.append(' ').append(name).append('=');
        if (isBare(value)) {
            line.append(value);
        } else {
            Escaped.quoted(line, value);
        }
    }

    @Override
    public void number(String name, long value) {
        line.append(' ').append(name).append('=').append(value);
    }

    @Override
    public void time(String name, Instant value) {
        line.append(' ').append(name).append('=');
        Times.append(line, value);
    }

    @Override
    public void seconds(String name, Duration value) {
        line.append(' ').append(name).append('=');
        Times.append(line, value);
    }

    /** A pair of fields for each, as no separator within one value would be safe. */
    @Override
    public void addressees(List<Addressee> addressees) {
        for (Addressee addressee : addressees) {
            text("to", addressee.address());
            text("to_reply", addressee.reply());
        }
    }

    private static boolean isBare(String value) {
        if (value.isEmpty() || value.length() > Escaped.LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return true;
    }
}
