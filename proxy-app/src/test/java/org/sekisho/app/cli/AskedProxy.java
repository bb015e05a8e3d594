package org.sekisho.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sekisho.app.admin.AdminServer;
import org.sekisho.app.admin.AdminToken;
import org.sekisho.app.admin.Doorkeeper;
import org.sekisho.app.admin.QuietDesks;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.SharedStore;

/** The admin endpoint of a proxy at rest, and the command line that asks it. */
final class AskedProxy implements AutoCloseable {
    final ManualTime time = new ManualTime();
    final Feed feed = new Feed(time);
    final SharedStore store = new SharedStore(new MemoryStore(time), time);
    private final Path directory;
    private final AuditLog audit;
    private final AdminServer server;

    /** What a command printed, and how it ended. */
    record Answer(int exitCode, String output, String errors) {}

    AskedProxy(Path directory) throws IOException {
        this.directory = directory;
        audit = new AuditLog(directory, time, () -> "c0ffee", () -> 0, Names.AS_THEY_ARE);
        AdminToken token = AdminToken.readOrMake(directory, new SecureRandom());
        server = AdminServer.start(
                new Endpoint("127.0.0.1", 0),
                new Doorkeeper(token, audit, time),
                QuietDesks.on(store, audit, feed, time));
        Files.writeString(
                configuration(),
                "state: {directory: '" + directory + "'}\nadmin: {address: '127.0.0.1:" + server.port() + "'}\n");
    }

    Path configuration() {
        return directory.resolve("sekisho.yaml");
    }

    List<String> audited() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log"));
    }

    /** Runs {@code sekisho} with these words. */
    Answer tell(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = tell(out, err, words);
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same, for who reads while it runs. */
    int tell(ByteArrayOutputStream out, ByteArrayOutputStream err, String... words) {
        String[] arguments = Stream.concat(
                        Stream.of(words), Stream.of("--config", configuration().toString()))
                .toArray(String[]::new);
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("SUDO_USER", "ann"));
        return Sekisho.execute(
                console,
                (configuration, source) -> {
                    throw new AssertionError("nothing was to be started");
                },
                arguments);
    }

    /** The endpoint stops, as with the proxy. */
    void stop() {
        server.close();
    }

    @Override
    public void close() throws IOException {
        stop();
        audit.close();
    }
}
