package org.sekisho.app.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code ,"name":"value"}: members of an object that already has its first one. */
record JsonFields(StringBuilder line) implements Fields {

    @Override
    public void text(String name, String value) {
        name(name);
        Escaped.quoted(line, value);
    }

    @Override
    public void number(String name, long value) {
        name(name);
        line.append(value);
    }

    @Override
    public void time(String name, Instant value) {
        name(name);
        line.append('"');
        Times.append(line, value);
        line.append('"');
    }

    @Override
    public void seconds(String name, Duration value) {
        name(name);
        Times.append(line, value);
    }

    @Override
    public void addressees(List<Addressee> addressees) {
        name("to");
        char separator = '[';
        for (Addressee addressee : addressees) {
            line.append(separator).append("{\"address\":");
            Escaped.quoted(line, addressee.address());
            addressee.reply().ifPresent(reply -> {
                line.append(",\"reply\":");
                Escaped.quoted(line, reply);
            });
            line.append('}');
            separator = ',';
        }
        line.append(addressees.isEmpty() ? "[]" : "]");
    }

    private void name(String name) {
        line.append(",\"").append(name).append("\":");
    }
}
