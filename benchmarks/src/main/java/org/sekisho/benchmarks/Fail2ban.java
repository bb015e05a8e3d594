package org.sekisho.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * fail2ban with folders of its own, one jail, and either no action, where a ban is in force as soon as fail2ban says so, or
 * its nftables action, where it is once the kernel knows.
 *
 * @param backend how it notices what is new in the log: {@code polling} or {@code pyinotify}
 * @param namespace where the kernel's rules are; empty for no action
 * @param most so many bans at most are restored, since each is a program that is run
 */
record Fail2ban(String name, String backend, Optional<KernelNamespace> namespace, int most) implements JailPeer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(20);
    private static final String JAIL = "unknown-users";
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path NFTABLES = Path.of("/etc/fail2ban/action.d/nftables.conf");

    /** Both tables are written at every ban (Fail2BanDb.addBan); the fields of a line are separated by tabs. */
    private static final String INSERT = """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            for line in open(sys.argv[2]):
                row = line.rstrip("\\n").split("\\t")
                db.execute("INSERT INTO bans(ip, jail, timeofban, bantime, bancount, data) VALUES(?, ?, ?, ?, ?, ?)", row)
                db.execute("INSERT INTO bips(ip, jail, timeofban, bantime, bancount, data) VALUES(?, ?, ?, ?, ?, ?)", row)
            db.commit()
            """;

    /** Its files. */
    private record Home(Path folder) {
        Path log() {
            return folder.resolve("fail2ban.log");
        }

        Path database() {
            return folder.resolve("fail2ban.sqlite3");
        }

        Path mailLog() {
            return folder.resolve("mail.log");
        }
    }

    @Override
    public JailFigures measure(JailTrial all) throws IOException, InterruptedException, BenchException {
        JailTrial trial = all.with(most);
        Home home = configured(trial.bench());
        Server empty = started(home, trial.bench());
        empty.await("start", START_LIMIT, started(home));
        long none = empty.tree().residentMemory();
        List<Double> delays = delays(trial, home, empty);
        empty.stop();

        fill(trial, home);
        LogTail restored = new LogTail(home.log(), "Restore Ban " + Offenders.BANNED);
        Instant start = trial.clock().instant();
        Server full = started(home, trial.bench());
        full.await("restore", RESTORE_LIMIT, () -> restored.seen() >= trial.bans() && inKernel(trial.bans()));
        Duration time = trial.since(start);
        long with = full.tree().residentMemory();
        full.stop();
        return new JailFigures(name, delays, time, trial.bans(), (with - none) * 1024, remark(trial, time));
    }

    private String remark(JailTrial trial, Duration time) {
        return namespace.isEmpty()
                ? "no action"
                : "100,000 at this pace: %,d s".formatted(time.toMillis() * 100 / trial.bans());
    }

    private static Server.Condition started(Home home) {
        return () -> Files.exists(home.log()) && Files.readString(home.log()).contains("Jail '" + JAIL + "' started");
    }

    private List<Double> delays(JailTrial trial, Home home, Server server)
            throws IOException, InterruptedException, BenchException {
        LogTail said = new LogTail(home.log(), "[" + JAIL + "] Ban ");
        long[] known = {0};
        return trial.delays(server, home.mailLog(), address -> {
            boolean inForce = namespace.isEmpty() ? said.seen() > known[0] : inKernel(address);
            known[0] += inForce ? 1 : 0;
            return inForce;
        });
    }

    private boolean inKernel(String address) throws IOException, InterruptedException {
        return nft("get", "element", "inet", "f2b-table", "addr-set-" + JAIL, "{ " + address + " }")
                        .code()
                == 0;
    }

    private boolean inKernel(int bans) throws IOException, InterruptedException {
        return namespace.isEmpty()
                || nft("list", "set", "inet", "f2b-table", "addr-set-" + JAIL)
                                .said()
                                .split(Offenders.BANNED.replace(".", "\\."), -1)
                                .length
                        > bans;
    }

    private Program.Ended nft(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        return Program.tryIn(Path.of("/"), namespace.orElseThrow().within(command));
    }

    private Server started(Home home, Workbench bench) throws IOException {
        String folder = home.folder().toString();
        List<String> command = List.of(
                "fail2ban-server", "-c", folder, "-s", folder + "/socket", "-p", folder + "/pid", "-f", "start");
        return bench.start(
                name,
                new ProcessBuilder(namespace.map(each -> each.within(command)).orElse(command)));
    }

    private Home configured(Workbench bench) throws IOException, InterruptedException, BenchException {
        if (backend.equals("pyinotify")
                && Program.tryIn(Path.of("/"), List.of(PYTHON, "-c", "import pyinotify"))
                                .code()
                        != 0) {
            throw new BenchException("there is no pyinotify (Debian: python3-pyinotify)");
        }
        Home home = new Home(bench.folder().resolve(name.replace(' ', '-')));
        String to = home.folder().getFileName() + "/";
        Files.createDirectories(home.folder().resolve("action.d"));
        if (namespace.isPresent()) {
            Files.copy(NFTABLES, home.folder().resolve("action.d/nftables.conf"));
        }
        bench.write(to + "mail.log", "");
        bench.write(to + "fail2ban.conf", """
                [Definition]
                loglevel = INFO
                logtarget = %1$s
                syslogsocket = auto
                socket = %3$s/socket
                pidfile = %3$s/pid
                dbfile = %2$s
                dbpurgeage = 1d
                dbmaxmatches = 10
                allowipv6 = auto
                """.formatted(home.log(), home.database(), home.folder()));
        bench.write(to + "filter.d/" + JAIL + ".conf", """
                [Definition]
                failregex = ^\\s*\\S+ postfix/smtpd\\[\\d+\\]: NOQUEUE: reject: RCPT from [^[]*\\[<HOST>\\]: 550 5\\.1\\.1 .*User unknown
                """);
        bench.write(to + "jail.conf", """
                [%1$s]
                enabled = true
                filter = %1$s
                logpath = %2$s
                backend = %3$s
                maxretry = %4$d
                findtime = 300
                bantime = 3600
                action = %5$s
                """.formatted(JAIL, home.mailLog(), backend, Offenders.OFFENCES, action()));
        return home;
    }

    private String action() {
        return namespace.isEmpty() ? "" : "nftables[name=" + JAIL + ", port=smtp]";
    }

    /** Puts bans into the database, each with its lines as fail2ban keeps them. */
    private static void fill(JailTrial trial, Home home) throws IOException, InterruptedException, BenchException {
        InstantSource clock = trial.clock();
        Path rows = home.folder().resolve("rows");
        try (BufferedWriter out = Files.newBufferedWriter(rows)) {
            for (int i = 0; i < trial.bans(); i++) {
                String address = Offenders.banned(i);
                String lines = String.join("\", \"", Offenders.logLines(address, clock.instant()));
                out.write(String.join(
                        "\t",
                        address,
                        JAIL,
                        Long.toString(clock.instant().getEpochSecond()),
                        "3600",
                        "1",
                        "{\"matches\": [\"" + lines + "\"], \"failures\": 3, \"ip4\": \"" + address + "\"}\n"));
            }
        }
        Program.run(List.of(PYTHON, "-c", INSERT, home.database().toString(), rows.toString()));
    }
}
