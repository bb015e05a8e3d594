package org.sekisho.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sekisho.testing.Await;
import org.slf4j.LoggerFactory;

/** Collects what is logged. Netty reports a leaked buffer as an error, so that one is found here, too. */
final class LogCapture extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    LogCapture() {
        root.setLevel(Level.INFO);
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getLoggerName() + ": " + event.getFormattedMessage();
        lines.add(line);
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            errors.add(
                    event.getThrowableProxy() == null
                            ? line
                            : line + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    void awaitLine(String part) {
        Await.until("the log says '" + part + "'", () -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Stops collecting and returns the errors, with their stack traces. */
    List<String> close() {
        root.detachAppender(this);
        stop();
        return List.copyOf(errors);
    }
}
