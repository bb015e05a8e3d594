package org.sekisho.app.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sekisho.event.SessionEvent.Recipient;

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
    public void recipients(List<Recipient> recipients) {
        name("to");
        char separator = '[';
        for (Recipient recipient : recipients) {
            line.append(separator).append("{\"address\":");
            Escaped.quoted(line, recipient.address());
            recipient.reply().ifPresent(reply -> {
                line.append(",\"reply\":");
                Escaped.quoted(line, reply.toString());
            });
            line.append('}');
            separator = ',';
        }
        line.append(recipients.isEmpty() ? "[]" : "]");
    }

    private void name(String name) {
        line.append(",\"").append(name).append("\":");
    }
}
