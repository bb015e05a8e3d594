package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** The folder and the processes of one measurement; closing it, or the end of this program, ends them all. */
final class Workbench implements AutoCloseable {
    private final Path folder;
    private final InstantSource clock;
    private final Deque<Server> servers = new ArrayDeque<>();

    private Workbench(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    static Workbench open(InstantSource clock) throws IOException {
        Path folder = Files.createTempDirectory("sekisho-bench");
        // Postfix's processes run as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Workbench bench = new Workbench(folder, clock);
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "stop-servers"));
        return bench;
    }

    Path folder() {
        return folder;
    }

    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    synchronized Server start(String name, ProcessBuilder command) throws IOException {
        Path log = folder.resolve(name + ".log");
        command.redirectErrorStream(true).redirectOutput(log.toFile());
        Server server = new Server(name, command.start(), log, clock);
        servers.push(server);
        return server;
    }

    /** A port that was free just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public synchronized void close() {
        while (!servers.isEmpty()) {
            servers.pop().stop();
        }
        if (Files.exists(folder)) {
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
