package org.sekisho.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.sekisho.app.config.LogSettings;
import org.sekisho.app.pseudonym.Names;
import org.slf4j.LoggerFactory;

/** The open log. Closing it writes what still waits. */
public final class LogOutput implements AutoCloseable {
    private final LineQueue queue;

    private LogOutput(LineQueue queue) {
        this.queue = queue;
    }

    /** Libraries whose troubles are told by us, in our words: jSPF warns of every sender's domain that does not answer. */
    private static final List<String> SILENT = List.of("org.apache.james.jspf", "io.javalin");

    /**
     * Sends what the program and its libraries log to the file of the settings, or to the given stream.
     *
     * @param names how those who send and receive mail are called
     * @throws IOException with a message for the operator
     */
    public static LogOutput open(LogSettings settings, OutputStream standardError, InstantSource clock, Names names)
            throws IOException {
        OutputStream out = settings.file().isPresent() ? file(settings.file().get()) : standardError;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LineQueue queue = new LineQueue(LineQueue.CAPACITY, new LineFormat(settings.format(), names), out, clock);
        queue.setContext(context);
        queue.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Libraries have nothing to say to an operator below a warning.
        root.setLevel(Level.WARN);
        root.addAppender(queue);
        SILENT.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        context.getLogger("org.sekisho").setLevel(Level.valueOf(settings.level().name()));
        return new LogOutput(queue);
    }

    private static OutputStream file(Path file) throws IOException {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IOException(
                    "log.file: cannot write to " + file + "; create its directory and let this user write there", e);
        }
    }

    @Override
    public void close() {
        queue.stop();
    }
}
