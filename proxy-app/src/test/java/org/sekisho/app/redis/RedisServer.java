package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekisho.app.postfix.Program;
import org.sekisho.testing.Await;

/** A real Redis server on loopback, with a directory and a port of its own. Needs Debian's package redis-server. */
public final class RedisServer implements AutoCloseable {
    /** A cluster's servers talk to each other 10,000 ports above. */
    private static final int HIGHEST_PORT = 55_000;

    private static final int TRIES = 5;

    private final Place place;
    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    /**
     * Where a server runs, and how it is talked to.
     *
     * @param within the command that runs another one there; empty for here
     * @param asking what redis-cli is to be told to be answered
     */
    private record Place(List<String> within, String address, boolean tls, List<String> asking) {
        static final Place HERE = new Place(List.of(), "127.0.0.1", false, List.of());

        static Place here(Security security) {
            return new Place(List.of(), "127.0.0.1", true, security.asking());
        }

        static Place here(String password) {
            return new Place(List.of(), "127.0.0.1", false, List.of("-a", password, "--no-auth-warning"));
        }

        List<String> command(String... words) {
            List<String> command = new ArrayList<>(within);
            command.addAll(List.of(words));
            return command;
        }

        List<String> listening(int port) {
            String number = Integer.toString(port);
            return tls ? List.of("--port", "0", "--tls-port", number) : List.of("--port", number);
        }
    }

    private RedisServer(Place place, Path directory, int port, List<String> options, Process process) {
        this.place = place;
        this.directory = directory;
        this.port = port;
        this.options = List.copyOf(options);
        this.process = process;
    }

    /** Keeps nothing on the disk but what the options say, each of them as in redis.conf behind two hyphens. */
    public static RedisServer start(String... options) {
        return start(List.of(options));
    }

    /** One that talks TLS only, and to users only. */
    static RedisServer secured(Security security, String... options) {
        List<String> all = new ArrayList<>(security.options());
        all.addAll(List.of(options));
        return start(Place.here(security), "save \"\"\n", "", all);
    }

    /** A Sentinel that talks TLS only, and to users only. */
    static RedisServer securedSentinel(Security security, String configuration) {
        List<String> options = new ArrayList<>(security.optionsOfSentinel());
        options.add("--sentinel");
        return start(Place.here(security), "", configuration, options);
    }

    /** A Sentinel that wants a password. */
    static RedisServer sentinelWithPassword(String password, String configuration) {
        return start(Place.here(password), "", configuration + "requirepass " + password + "\n", List.of("--sentinel"));
    }

    /** A Sentinel, which keeps what it learns in its own configuration file. */
    static RedisServer sentinel(String configuration) {
        return start(Place.HERE, "", configuration, List.of("--sentinel"));
    }

    /** One that listens on that address, run by that command. */
    static RedisServer within(List<String> command, String address) {
        return start(
                new Place(command, address, false, List.of()), "save \"\"\n", "", List.of("--protected-mode", "no"));
    }

    private static RedisServer start(List<String> options) {
        return start(Place.HERE, "save \"\"\n", "", options);
    }

    private static RedisServer start(Place place, String usual, String configuration, List<String> options) {
        for (int i = 0; i < TRIES; i++) {
            int port = freePort();
            Path directory = newDirectory(usual + configuration);
            Process process = launch(place, directory, port, options);
            RedisServer server = new RedisServer(place, directory, port, options, process);
            if (server.awaitReady()) {
                return server;
            }
            server.close(); // Somebody else was faster with the port.
        }
        throw new AssertionError("redis-server did not start with " + options);
    }

    static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < HIGHEST_PORT) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path newDirectory(String configuration) {
        try {
            Path directory = Files.createTempDirectory("sekisho-redis");
            Files.writeString(directory.resolve("redis.conf"), configuration);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Place place, Path directory, int port, List<String> options) {
        List<String> command =
                place.command("redis-server", directory.resolve("redis.conf").toString());
        command.addAll(place.listening(port));
        command.addAll(List.of("--bind", place.address()));
        command.addAll(List.of("--dir", directory.toString(), "--daemonize", "no"));
        command.addAll(options);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run redis-server; install Debian's package 'redis-server'", e);
        }
    }

    private boolean awaitReady() {
        return Await.value("redis-server answers on port " + port, () -> {
            if (!process.isAlive()) {
                return Optional.of(false);
            }
            return log().contains("eady to accept connections") || log().contains("+monitor")
                    ? Optional.of(true)
                    : Optional.empty();
        });
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    /** What the configuration is to say. */
    public String uri() {
        return (place.tls() ? "rediss://" : "redis://") + place.address() + ":" + port;
    }

    String log() {
        try {
            return Files.readString(directory.resolve("log"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the server with redis-cli, and returns what it says. */
    public String ask(String... words) {
        List<String> command = place.command("redis-cli", "-h", place.address(), "-p", Integer.toString(port));
        command.addAll(place.asking());
        command.addAll(List.of(words));
        Program told = Program.run("redis-tools", command);
        if (told.exitCode() != 0) {
            throw new AssertionError(command + " failed: " + told.all());
        }
        return told.output().strip();
    }

    /** How often it has carried that command out, for scripts, too. */
    public long calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+),").matcher(ask("info", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** Whether somebody listens. */
    public boolean listens() {
        try (Socket socket = new Socket(place.address(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while redis-server ended", e);
        }
    }

    /** Starts it again where it was, after {@link #kill}; it has what was on its disk. */
    public void restart() {
        process = launch(place, directory, port, options);
        if (!awaitReady()) {
            throw new AssertionError("redis-server did not start again: " + log());
        }
    }

    /** SIGSTOP: it is there and says nothing. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        Program sent = Program.run("procps", List.of("kill", "-" + name, Long.toString(process.pid())));
        if (sent.exitCode() != 0) {
            throw new AssertionError("SIG" + name + " was not sent: " + sent.all());
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
