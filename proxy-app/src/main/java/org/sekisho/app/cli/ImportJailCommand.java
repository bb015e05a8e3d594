package org.sekisho.app.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.jailfile.JailImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import-jail",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Read fail2ban's jail.local and print its jails as this program's configuration has them.",
        footer = {
            "",
            "What could not be carried over is told with the reason, in the output and on standard error.",
            "",
            "Examples:",
            "  sekisho import-jail /etc/fail2ban/jail.local",
            "  sekisho import-jail /etc/fail2ban/jail.local --output jails.yaml"
        })
final class ImportJailCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "jail.local, or jail.conf.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path file;

    @Option(names = "--output", paramLabel = "FILE", description = "Write here instead of to standard output.")
    @Nullable
    private Path output;

    private final Console console;

    ImportJailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        JailImport read = JailImport.of(file.toString(), text());
        if (output == null) {
            console.out().print(read.yaml());
        } else {
            Files.writeString(output, read.yaml());
        }
        read.remarks().forEach(console.err()::println);
        return ExitCode.DONE;
    }

    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": no permission to read it", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8 text; save it as UTF-8", e);
        }
    }
}
