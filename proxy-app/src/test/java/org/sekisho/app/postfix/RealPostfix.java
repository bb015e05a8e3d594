package org.sekisho.app.postfix;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.Await;
import org.sekisho.testing.FreePort;

/**
 * Debian's Postfix on loopback, with directories, ports and a log of its own; a Postfix of the system is not touched. It
 * has no delivery agent that could send anything, and every message that it accepts stays in its hold queue.
 */
public final class RealPostfix implements AutoCloseable {
    /** The name that master.cf gives the service for mail from the proxy; see {@link #endpoint}. */
    public static final String SMTP = "127.0.0.1:10025";

    /** A master.cf with one SMTP service. */
    static final String ONE_SERVICE = SMTP + " inet n - n - - smtpd\n";

    /** Mail for user@, second@ and third@example.com, XCLIENT for the proxy, and outside clients may not relay. */
    static final String USUAL = """
            myhostname = mx.example.com
            mynetworks = 127.0.0.0/8
            mydestination =
            relay_domains = example.com
            relay_recipient_maps = inline:{ user@example.com=x second@example.com=x third@example.com=x }
            smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
            smtpd_authorized_xclient_hosts = 127.0.0.1
            """;

    /** in_flow_delay: Postfix would wait a second for each message after 100 that it has taken and not delivered. */
    private static final String OWN_MAIN = """
            compatibility_level = 3.6
            queue_directory = DIR/spool
            data_directory = DIR/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            maillog_file_prefixes = DIR
            maillog_file = DIR/maillog
            inet_interfaces = loopback-only
            alias_maps =
            alias_database =
            local_header_rewrite_clients =
            smtpd_peername_lookup = no
            smtpd_client_port_logging = yes
            in_flow_delay = 0
            smtpd_end_of_data_restrictions = check_client_access static:HOLD
            """;

    private static final String OWN_MASTER = """
            postlog unix-dgram n - n - 1 postlogd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            """;

    /** A free port may be taken by another program before Postfix listens there. */
    private static final int ATTEMPTS = 5;

    private static final Pattern INET_SERVICE = Pattern.compile("(?m)^(\\S+)(\\s+inet\\s)");

    private final Path directory;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Thread stopWithJvm = new Thread(this::stop, "stop-postfix");

    private RealPostfix(Path directory) {
        this.directory = directory;
    }

    /** Postfix with {@link #USUAL} and more lines of main.cf; a later line wins. */
    public static RealPostfix usual(String moreMain) {
        return start(USUAL + moreMain, ONE_SERVICE);
    }

    /**
     * Starts Postfix and returns when it answers.
     *
     * @param main lines of main.cf, after those that name directories and hold the mail
     * @param master services of master.cf; each inet service gets a free port instead of its own, see {@link #endpoint}
     */
    static RealPostfix start(String main, String master) {
        RealPostfix postfix = new RealPostfix(temporaryDirectory());
        try {
            postfix.write(main, master);
            for (int more = ATTEMPTS - 1; !postfix.launched(more); more--) {
                postfix.ports.clear();
                postfix.write(main, master);
            }
            Runtime.getRuntime().addShutdownHook(postfix.stopWithJvm);
            return postfix;
        } catch (IOException e) {
            postfix.stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            postfix.stop();
            throw e;
        }
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("sekisho-postfix");
            // Postfix's own user must be able to pass through.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (String name : List.of("etc", "spool", "data")) {
                Files.createDirectory(directory.resolve(name));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String main, String master) throws IOException {
        Matcher services = INET_SERVICE.matcher(master);
        String withPorts = services.replaceAll(match -> "127.0.0.1:" + freePortFor(match.group(1)) + match.group(2));
        Files.writeString(etc().resolve("main.cf"), OWN_MAIN.replace("DIR", directory.toString()) + main);
        Files.writeString(etc().resolve("master.cf"), withPorts + OWN_MASTER);
        Files.setOwner(
                directory.resolve("data"),
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    }

    private int freePortFor(String service) {
        return ports.computeIfAbsent(service, unused -> FreePort.find());
    }

    /** False when another program took a port before Postfix could, and there are more attempts. */
    private boolean launched(int moreAttempts) {
        // "start" returns when the services listen, or says with its exit code that they do not.
        Program start = postfix("postfix", "start");
        if (start.exitCode() == 0) {
            return true;
        }
        String why = start.all() + log();
        if (moreAttempts > 0 && why.contains("Address already in use")) {
            return false;
        }
        throw new AssertionError("Postfix does not start (the tests run it as root): " + why);
    }

    private Program postfix(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/" + program, "-c", etc().toString()));
        command.addAll(List.of(arguments));
        return Program.run("postfix", command);
    }

    /** Where the service of that name in master.cf listens in truth. */
    public Endpoint endpoint(String service) {
        Integer port = ports.get(service);
        if (port == null) {
            throw new IllegalArgumentException("master.cf has no inet service " + service + ", only " + ports.keySet());
        }
        return new Endpoint("127.0.0.1", port);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), endpoint(SMTP).port());
    }

    Path spool() {
        return directory.resolve("spool");
    }

    /** Everything that Postfix has logged. */
    public String log() {
        try {
            Path log = directory.resolve("maillog");
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line of the log that matches, and returns it. */
    public String awaitLog(String regex) {
        Pattern wanted = Pattern.compile(regex);
        return Await.value(
                "Postfix logs " + regex,
                () -> log().lines().filter(line -> wanted.matcher(line).find()).findFirst());
    }

    /** Waits until every session is over and returns the queue: what is there now is all that came of them. */
    public List<QueuedMessage> settledQueue() {
        awaitSettled();
        return queue();
    }

    /** Waits until every session is over. */
    public void awaitSettled() {
        Await.until("Postfix has no session left", () -> {
            String log = log();
            return occurrences(log, "]: connect from ") == occurrences(log, "]: disconnect from ");
        });
    }

    /** The messages of all queues, oldest first. */
    List<QueuedMessage> queue() {
        List<QueuedMessage> messages = new ArrayList<>();
        for (Path file : queueFiles()) {
            String id = file.getFileName().toString();
            messages.add(QueuedMessage.of(
                    id,
                    postfix("postcat", "-e", "-q", id).output(),
                    postfix("postcat", "-h", "-b", "-q", id).output()));
        }
        return messages;
    }

    /** How many messages there are in all queues. */
    public int queueLength() {
        return queueFiles().size();
    }

    private List<Path> queueFiles() {
        List<Path> files = new ArrayList<>();
        for (String queue : List.of("maildrop", "incoming", "active", "deferred", "hold")) {
            addQueueFiles(spool().resolve(queue).toFile(), files);
        }
        files.sort(Comparator.comparing(file -> file.toFile().lastModified()));
        return files;
    }

    /** What this version of Postfix says about parameters of main.cf and master.cf that it does not know. */
    String unusedParameters() {
        return postfix("postconf", "-n").errors();
    }

    /** Deletes all mail. */
    public void clear() {
        if (queueLength() > 0) {
            postfix("postsuper", "-d", "ALL");
        }
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        stop();
    }

    /** Postfix moves its files while we look: one that has gone is no file of this queue. */
    private static void addQueueFiles(File queue, List<Path> files) {
        File[] found = queue.listFiles();
        for (File file : found == null ? new File[0] : found) {
            if (file.isDirectory()) {
                addQueueFiles(file, files);
            } else if (file.isFile() && file.canExecute()) {
                // Postfix gives a queue file its mode 0700 when it is complete.
                files.add(file.toPath());
            }
        }
    }

    private void stop() {
        halt();
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends Postfix and leaves its files: nothing listens any more. */
    void halt() {
        Path pidFile = spool().resolve("pid/master.pid");
        if (Files.exists(pidFile)) {
            try {
                long pid = Long.parseLong(Files.readString(pidFile).strip());
                ProcessHandle.of(pid).filter(RealPostfix::isMaster).ifPresent(RealPostfix::end);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The file outlives the process, and process numbers are used again. */
    private static boolean isMaster(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/master");
    }

    private static void end(ProcessHandle master) {
        List<ProcessHandle> services = master.descendants().toList();
        master.destroy();
        try {
            master.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            services.forEach(ProcessHandle::destroyForcibly);
            master.destroyForcibly();
        } catch (ExecutionException e) {
            throw new AssertionError("cannot wait for Postfix's master", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path etc() {
        return directory.resolve("etc");
    }
}
