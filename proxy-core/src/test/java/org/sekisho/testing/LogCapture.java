package org.sekisho.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that is logged below one name while this is open. Netty reports a leaked buffer as an error of the root. */
public final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final Level levelBefore;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    /** Down to TRACE. */
    public LogCapture(String name) {
        this(name, Level.TRACE);
    }

    /** All loggers, from INFO up. */
    public static LogCapture ofEverything() {
        return new LogCapture(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    }

    private LogCapture(String name, Level level) {
        logger = (Logger) LoggerFactory.getLogger(name);
        levelBefore = logger.getLevel();
        logger.setLevel(level);
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    /** Level, logger, message and the message of the exception of each event. */
    public List<String> lines() {
        return events.stream().map(LogCapture::line).toList();
    }

    /** The lines of errors, with their stack traces if they have any. */
    public List<String> errors() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(event -> event.getThrowableProxy() == null
                        ? line(event)
                        : line(event) + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .toList();
    }

    public void awaitLine(String part) {
        Await.until("the log says '" + part + "'", () -> lines().stream().anyMatch(line -> line.contains(part)));
    }

    private static String line(ILoggingEvent event) {
        String line = event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? line
                : line + " " + event.getThrowableProxy().getMessage();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(levelBefore);
        stop();
    }
}
