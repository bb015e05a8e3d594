package org.sekisho.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CrowdSec's agent and local API in one process, as its package starts it, with folders of its own and nothing from its hub. A
 * ban is in force when the local API tells of it; that a bouncer asks it only from time to time is not counted.
 *
 * @param deb its Debian package; empty to fetch it. It is unpacked, not installed.
 */
record CrowdSec(Optional<Path> deb) implements JailPeer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(5);
    private static final String KEY = "benchmark";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Where its files are, and where it listens. */
    private record Home(Path folder, int port) {
        String program(String name) {
            return folder.resolve("package/usr/bin/" + name).toString();
        }

        String configuration() {
            return folder.resolve("config.yaml").toString();
        }

        Path mailLog() {
            return folder.resolve("mail.log");
        }

        void cscli(String... arguments) throws IOException, InterruptedException, BenchException {
            List<String> command = new ArrayList<>(List.of(program("cscli"), "-c", configuration()));
            command.addAll(List.of(arguments));
            Program.run(command);
        }

        /** What the local API answers a bouncer; nothing while it does not listen. */
        String ask(String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("X-Api-Key", KEY)
                    .build();
            try {
                HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                return answer.statusCode() == 200 ? answer.body() : "";
            } catch (ConnectException notYet) {
                return "";
            }
        }

        boolean bans(String address) throws IOException, InterruptedException {
            return ask("/v1/decisions?ip=" + address).contains(address);
        }

        /** How many of the bans are in what a bouncer is told when it starts. */
        int told() throws IOException, InterruptedException {
            return ask("/v1/decisions/stream?startup=true").split("\"" + Offenders.BANNED, -1).length - 1;
        }
    }

    @Override
    public String name() {
        return "CrowdSec";
    }

    @Override
    public JailFigures measure(JailTrial trial) throws IOException, InterruptedException, BenchException {
        Home home = configured(trial.bench());
        Server empty = started(home, trial.bench());
        Path said = empty.log();
        empty.await("start", START_LIMIT, () -> Files.readString(said).contains("Starting processing data"));
        empty.await(
                "answer",
                START_LIMIT,
                () -> !home.ask("/v1/decisions/stream?startup=true").isEmpty());
        long none = empty.tree().residentMemory();
        List<Double> delays = trial.delays(empty, home.mailLog(), home::bans);
        home.cscli("decisions", "import", "-i", decisions(trial, home).toString());
        empty.stop();

        Instant start = trial.clock().instant();
        Server full = started(home, trial.bench());
        full.await("restore", RESTORE_LIMIT, () -> home.told() >= trial.bans());
        Duration time = trial.since(start);
        long with = full.tree().residentMemory();
        full.stop();
        return new JailFigures(
                name(), delays, time, trial.bans(), (with - none) * 1024, "no bouncer; the bans are in SQLite");
    }

    private static Server started(Home home, Workbench bench) throws IOException {
        return bench.start("crowdsec", new ProcessBuilder(home.program("crowdsec"), "-c", home.configuration()));
    }

    private Home configured(Workbench bench) throws IOException, InterruptedException, BenchException {
        Home home = new Home(Files.createDirectories(bench.folder().resolve("crowdsec")), Workbench.freePort());
        Path unpacked = home.folder().resolve("package");
        Program.run(List.of("dpkg", "-x", fetched(home.folder()).toString(), unpacked.toString()));
        Files.createDirectories(home.folder().resolve("data"));
        Files.createDirectories(home.folder().resolve("none"));
        Files.createSymbolicLink(home.folder().resolve("patterns"), unpacked.resolve("etc/crowdsec/patterns"));
        bench.write("crowdsec/mail.log", "");
        bench.write("crowdsec/credentials.yaml", "");
        bench.write("crowdsec/simulation.yaml", "simulation: false\n");
        bench.write(
                "crowdsec/hub/.index.json",
                "{\"parsers\": {}, \"scenarios\": {}, \"collections\": {}, \"postoverflows\": {}}");
        bench.write("crowdsec/acquis.yaml", "{filenames: [%s], labels: {type: mail}}\n".formatted(home.mailLog()));
        bench.write("crowdsec/config.yaml", configuration(home));
        bench.write("crowdsec/profiles.yaml", """
                name: ban
                filters: ['Alert.Remediation == true && Alert.GetScope() == "Ip"']
                decisions: [{type: ban, duration: 1h}]
                on_success: break
                """);
        bench.write("crowdsec/parsers/s01-parse/unknown-user.yaml", """
                name: benchmark/unknown-user
                filter: evt.Line.Labels.type == 'mail'
                onsuccess: next_stage
                grok:
                  pattern: 'NOQUEUE: reject: RCPT from [^\\[]*\\[%{IP:source_ip}\\]: 550 5\\.1\\.1 .*User unknown'
                  apply_on: Line.Raw
                statics:
                  - {meta: log_type, value: unknown_user}
                  - {meta: source_ip, expression: evt.Parsed.source_ip}
                """);
        // A bucket overflows with what comes when it is full.
        bench.write("crowdsec/scenarios/unknown-users.yaml", """
                type: leaky
                name: benchmark/unknown-users
                description: recipients that do not exist
                filter: evt.Meta.log_type == 'unknown_user'
                groupby: evt.Meta.source_ip
                capacity: %d
                leakspeed: 100s
                labels: {remediation: "true"}
                """.formatted(Offenders.OFFENCES - 1));
        home.cscli(
                "machines",
                "add",
                "benchmark",
                "--password",
                KEY,
                "-f",
                home.folder().resolve("credentials.yaml").toString(),
                "-u",
                "http://127.0.0.1:" + home.port());
        home.cscli("bouncers", "add", "benchmark", "-k", KEY);
        return home;
    }

    /** The package; apt fetches it from where the machine's packages come from. */
    private Path fetched(Path folder) throws IOException, InterruptedException, BenchException {
        if (deb.isPresent()) {
            return deb.get().toAbsolutePath();
        }
        Program.runIn(folder, List.of("apt-get", "download", "crowdsec"));
        try (var files = Files.newDirectoryStream(folder, "*.deb")) {
            return files.iterator().next();
        }
    }

    /** As the package has it, except for folders, ports and the central API, and with the journal that CrowdSec advises. */
    private static String configuration(Home home) {
        return """
                common: {daemonize: false, log_media: stdout, log_level: info, working_dir: .}
                config_paths:
                  config_dir: %1$s/
                  data_dir: %1$s/data/
                  simulation_path: %1$s/simulation.yaml
                  hub_dir: %1$s/hub/
                  index_path: %1$s/hub/.index.json
                  notification_dir: %1$s/none/
                  plugin_dir: %1$s/none/
                crowdsec_service: {acquisition_path: %1$s/acquis.yaml, parser_routines: 1}
                db_config:
                  log_level: info
                  type: sqlite
                  db_path: %1$s/data/crowdsec.db
                  use_wal: true
                  flush: {max_items: 5000, max_age: 7d}
                api:
                  client: {credentials_path: %1$s/credentials.yaml}
                  server:
                    log_level: info
                    listen_uri: 127.0.0.1:%2$d
                    profiles_path: %1$s/profiles.yaml
                    trusted_ips: [127.0.0.1]
                prometheus: {enabled: false}
                """.formatted(home.folder(), home.port());
    }

    private static Path decisions(JailTrial trial, Home home) throws IOException {
        Path file = home.folder().resolve("decisions.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("duration,scope,value\n");
            for (int i = 0; i < trial.bans(); i++) {
                out.write("1h,ip," + Offenders.banned(i) + "\n");
            }
        }
        return file;
    }
}
