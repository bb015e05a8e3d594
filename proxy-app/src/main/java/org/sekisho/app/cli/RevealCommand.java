package org.sekisho.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.RevealToken;
import org.sekisho.app.admin.Revealed;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.log.Escaped;
import org.sekisho.app.pseudonym.Mention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reveal",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "Tell whom a pseudonym of the log means. That you asked, and why, is in the audit before you are told.",
        footer = {
            "",
            "Tried are those who are banned, with the evidence against them, those who are allowed, and",
            "everybody whom FILE names: a log of the mail server or the firewall, a list of accounts or networks.",
            "",
            "Examples:",
            "  sekisho reveal ip-7f3a9c2b41d0 --why 'complaint 4711' --token /secure/reveal-token",
            "  sekisho reveal mbox-0c1d2e3f4a5b@example.org --why 'complaint 4711' --candidates /var/log/mail.log"
        })
final class RevealCommand implements Callable<Integer> {
    /** What the request has room for. */
    private static final int MOST_CHARACTERS = 900_000;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "PSEUDONYM", description = "As it stands in the log.")
    private String pseudonym = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "What for; it stands in the audit.")
    private String why = "";

    @Option(names = "--candidates", paramLabel = "FILE", description = "A text that names who may be meant.")
    @Nullable
    private Path candidates;

    @Option(
            names = "--token",
            paramLabel = "FILE",
            description = "Where the token is that allows it (default: reveal-token in state.directory).")
    @Nullable
    private Path token;

    private final Console console;

    RevealCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Configuration configuration = admin.load(console);
        if (!configuration.log().pseudonyms()) {
            throw new IOException("log.pseudonyms is false with this configuration: the proxy cannot tell");
        }
        Path file = token == null ? RevealToken.file(configuration.state().directory()) : token;
        Revealed.Wish wish = new Revealed.Wish(pseudonym, why, candidates == null ? List.of() : named(candidates));
        Revealed revealed = admin.client(console).reveal(wish, RevealToken.read(file));
        revealed.names().forEach(name -> console.out().println(Escaped.text(name)));
        if (revealed.names().isEmpty()) {
            console.err()
                    .println("sekisho: none of the " + revealed.tried()
                            + " names that were tried is called so under a key that is still there;"
                            + " name more with --candidates");
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    /** Whoever is named by form; for an account, which has none, each word may be one. */
    private List<String> named(Path file) throws IOException {
        Set<String> named = new LinkedHashSet<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.forEach(line -> {
                if (pseudonym.startsWith("acct-")) {
                    named.addAll(List.of(line.strip().split("[\\s:;,=<>()\\[\\]\"']+")));
                } else {
                    Mention.in(line).forEach(mention -> named.add(mention.name()));
                }
            });
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
        if (named.stream().mapToLong(name -> name.length() + 3).sum() > MOST_CHARACTERS) {
            throw new IOException(file + " names too many; take a part of it");
        }
        return List.copyOf(named);
    }
}
