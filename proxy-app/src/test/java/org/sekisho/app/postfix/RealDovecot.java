package org.sekisho.app.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sekisho.testing.Await;

/** Debian's Dovecot as the list of accounts of a {@link RealPostfix}; it serves no protocol but authentication. */
final class RealDovecot implements AutoCloseable {
    /** The socket for Postfix, as {@code service auth} of dovecot.conf; SPOOL stands for Postfix's queue directory. */
    static final String AUTH_SERVICE = """
            service auth {
              unix_listener SPOOL/private/auth {
                mode = 0660
                user = postfix
                group = postfix
              }
            }
            """;

    private final Path directory;
    private final Process process;
    private final Thread stopWithJvm;

    private RealDovecot(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.stopWithJvm = new Thread(process::destroy, "stop-dovecot");
        Runtime.getRuntime().addShutdownHook(stopWithJvm);
    }

    /** Starts it with one account, and returns when Postfix can ask it. */
    static RealDovecot start(RealPostfix postfix, String authService, String account, String password) {
        return start(postfix, authService, account, password, "");
    }

    /** The same with accounts that log in with tokens, too, by these settings of its passdb {@code oauth2}. */
    static RealDovecot start(RealPostfix postfix, String authService, String account, String password, String tokens) {
        try {
            Path directory = Files.createTempDirectory("sekisho-dovecot");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(directory.resolve("users"), account + ":{PLAIN}" + password + "\n");
            Files.writeString(
                    directory.resolve("dovecot.conf"),
                    configuration(directory, tokens.isEmpty() ? "" : " xoauth2 oauthbearer")
                            + (tokens.isEmpty() ? "" : withTokens(directory, tokens))
                            + authService.replace("SPOOL", postfix.spool().toString()));
            Process process = new ProcessBuilder(
                            "dovecot",
                            "-F",
                            "-c",
                            directory.resolve("dovecot.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            RealDovecot dovecot = new RealDovecot(directory, process);
            dovecot.awaitSocket(postfix.spool().resolve("private/auth"));
            return dovecot;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run dovecot; install Debian's package 'dovecot-core'", e);
        }
    }

    private static String withTokens(Path directory, String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("oauth2"), settings);
        return """
                passdb {
                  driver = oauth2
                  mechanisms = xoauth2 oauthbearer
                  args = FILE
                }
                """.replace("FILE", file.toString());
    }

    private static String configuration(Path directory, String moreMechanisms) {
        return """
                protocols =
                base_dir = DIR/run
                state_dir = DIR/state
                log_path = DIR/log
                auth_mechanisms = plain login cram-md5 scram-sha-256MORE
                auth_failure_delay = 0
                service anvil {
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                disable_plaintext_auth = no
                ssl = no
                passdb {
                  driver = passwd-file
                  mechanisms = plain login cram-md5 scram-sha-256
                  args = scheme=plain DIR/users
                }
                userdb {
                  driver = static
                  args = uid=nobody gid=nogroup home=DIR
                }
                """.replace("DIR", directory.toString()).replace("MORE", moreMechanisms);
    }

    private void awaitSocket(Path socket) {
        Await.until("Dovecot listens on " + socket, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Dovecot does not start: " + read("output") + read("log"));
            }
            return Files.exists(socket);
        });
    }

    private String read(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        List<ProcessHandle> services = process.descendants().toList();
        process.destroy();
        Await.until("Dovecot has ended", () -> !process.isAlive());
        services.forEach(ProcessHandle::destroy);
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
