package org.sekisho.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sekisho.app.config.LogSettings.Format;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.Names.Persons;
import org.slf4j.event.KeyValuePair;

/** Makes a line of what is logged; a stack trace adds lines to text and a field to JSON. */
final class LineFormat {
    /** Our own messages to people are longer than a stranger's values may be; a trace is longer still. */
    private static final int MESSAGE_MAX = 2_000;

    private static final int TRACE_MAX = 20_000;

    private static final String ACCOUNT = "account";

    private final Format format;
    private final Names names;

    LineFormat(Format format, Names names) {
        this.format = format;
        this.names = names;
    }

    void write(ILoggingEvent logged, StringBuilder line) {
        Instant time = Instant.ofEpochMilli(logged.getTimeStamp());
        if (format == Format.JSON) {
            json(time, logged, line);
        } else {
            text(time, logged, line);
        }
    }

    /** The same for a message of the log itself. */
    void warning(Instant time, String message, StringBuilder line) {
        if (format == Format.JSON) {
            jsonHead(time, Level.WARN, line);
            jsonMessage(message, line);
            line.append("}\n");
        } else {
            textHead(time, Level.WARN, line);
            line.append(message).append('\n');
        }
    }

    private void text(Instant time, ILoggingEvent logged, StringBuilder line) {
        textHead(time, logged.getLevel(), line);
        Line.of(logged.getArgumentArray(), names)
                .ifPresentOrElse(
                        fields -> {
                            line.append(fields.kind());
                            fields.write(new TextFields(line));
                        },
                        () -> Escaped.append(line, message(logged), MESSAGE_MAX));
        line.append('\n');
        if (logged.getThrowableProxy() != null) {
            // Messages of exceptions may hold a stranger's line ends: no line of a trace looks like a line of the log.
            trace(logged).lines().forEach(traceLine -> {
                line.append("    ");
                Escaped.append(line, traceLine.strip(), MESSAGE_MAX);
                line.append('\n');
            });
        }
    }

    private void json(Instant time, ILoggingEvent logged, StringBuilder line) {
        jsonHead(time, logged.getLevel(), line);
        Line.of(logged.getArgumentArray(), names)
                .ifPresentOrElse(
                        fields -> {
                            line.append(",\"event\":\"").append(fields.kind()).append('"');
                            fields.write(new JsonFields(line));
                        },
                        () -> jsonMessage(message(logged), line));
        if (logged.getThrowableProxy() != null) {
            line.append(",\"trace\":\"");
            Escaped.append(line, trace(logged), TRACE_MAX);
            line.append('"');
        }
        line.append("}\n");
    }

    private String message(ILoggingEvent logged) {
        return names.text(String.valueOf(logged.getFormattedMessage()), persons(logged));
    }

    private String trace(ILoggingEvent logged) {
        return names.text(ThrowableProxyUtil.asString(logged.getThrowableProxy()), persons(logged));
    }

    /** Whoever writes about an account says so by this key: no form gives its name away. */
    private static Persons persons(ILoggingEvent logged) {
        List<KeyValuePair> said = Objects.requireNonNullElse(logged.getKeyValuePairs(), List.of());
        Optional<String> account = said.stream()
                .filter(each -> each.key.equals(ACCOUNT))
                .map(each -> String.valueOf(each.value))
                .findFirst();
        return new Persons(account, List.of());
    }

    private static void textHead(Instant time, Level level, StringBuilder line) {
        Times.append(line, time);
        line.append(' ').append(level).append(' ');
    }

    private static void jsonHead(Instant time, Level level, StringBuilder line) {
        line.append("{\"time\":\"");
        Times.append(line, time);
        line.append("\",\"level\":\"")
                .append(level.toString().toLowerCase(Locale.ROOT))
                .append('"');
    }

    private static void jsonMessage(String message, StringBuilder line) {
        line.append(",\"message\":\"");
        Escaped.append(line, message, MESSAGE_MAX);
        line.append('"');
    }
}
