package org.sekisho.app.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.testing.TestAuthority;
import org.sekisho.testing.TestAuthority.Issued;

/**
 * Servers of a test that talk TLS only and know two users: the proxies' one, which may do what docs/redis.md says, and another one for the
 * servers among each other.
 */
final class Security {
    static final String PASSWORD = "correct-horse";
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Path PAGE = Path.of("../docs/redis.md");
    private static final String COMMAND = "ACL SETUSER ";
    /** The proxies' one, where Sentinels are asked. */
    static final String SENTINELS_USER = "sekisho-sentinel";

    private static final String SERVERS = "servers";
    private static final String SERVERS_PASSWORD = "battery-staple";

    private final Path folder;
    private final TestAuthority authority;
    private final Issued certificate;

    /** @param host whom the certificate is for */
    Security(Path folder, String host) {
        this.folder = folder;
        authority = new TestAuthority(folder);
        certificate = authority.issue(host);
    }

    /** Of a server. */
    List<String> options() {
        return options("sekisho");
    }

    /** Of a Sentinel. */
    List<String> optionsOfSentinel() {
        return options(SENTINELS_USER);
    }

    private List<String> options(String user) {
        List<String> options = new ArrayList<>(List.of(
                "--tls-cert-file", certificate.certificate().toString(),
                "--tls-key-file", certificate.key().toString(),
                "--tls-ca-cert-file", authority.authorityFile().toString()));
        options.addAll(List.of("--tls-auth-clients", "no", "--tls-replication", "yes"));
        options.addAll(List.of("--masteruser", SERVERS, "--masterauth", SERVERS_PASSWORD));
        options.addAll(List.of("--user", "default", "off", "--user", SERVERS, "on", ">" + SERVERS_PASSWORD));
        options.addAll(List.of("~*", "&*", "+@all", "--user"));
        options.addAll(List.of(user(user).split(" ")));
        return options;
    }

    /** Of Sentinels beside them: how they ask the servers, and each other. */
    String ofSentinels(String master) {
        return "sentinel auth-user " + master + " " + SERVERS + "\n"
                + "sentinel auth-pass " + master + " " + SERVERS_PASSWORD + "\n"
                + "sentinel sentinel-user " + SERVERS + "\n"
                + "sentinel sentinel-pass " + SERVERS_PASSWORD + "\n";
    }

    /** What redis-cli is to be told. */
    List<String> asking() {
        List<String> words = new ArrayList<>(List.of("--tls", "--cacert"));
        words.add(authority.authorityFile().toString());
        words.addAll(List.of("--user", SERVERS, "--pass", SERVERS_PASSWORD, "--no-auth-warning"));
        return words;
    }

    /** As the page has the user of that name, with a password. */
    static String user(String name) {
        try {
            return Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith(COMMAND + name + " "))
                    .findFirst()
                    .orElseThrow()
                    .substring(COMMAND.length())
                    .replace("PASSWORD", PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a proxy. */
    RedisSettings settings() {
        return settings(PASSWORD);
    }

    RedisSettings settings(String password) {
        return settings(password, password);
    }

    RedisSettings settings(String password, String passwordOfSentinels) {
        return new RedisSettings(
                "sekisho",
                Optional.of(file("password", password)),
                SENTINELS_USER,
                Optional.of(file("sentinel-password", passwordOfSentinels)),
                Optional.of(authority.authorityFile()),
                true,
                "sekisho",
                Optional.empty(),
                LIMIT);
    }

    private Path file(String name, String password) {
        try {
            return Files.writeString(folder.resolve(name), password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
