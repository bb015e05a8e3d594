package org.sekisho.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.audit.AuditCheck;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Look after the record of what was done: by the program to clients, and by operators.",
        footer = {
            "",
            "Examples:",
            "  sekisho audit verify --config /etc/sekisho/sekisho.yaml",
            "  sekisho audit verify /backup/audit-000000000001.log"
        })
final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "nothing to do; say: sekisho audit verify");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Tell the first line that was changed, removed or inserted; the proxy need not run.")
    int verify(
            @Mixin AdminOptions proxy,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FILE",
                            description = "One file (default: all in state.directory).")
                    @Nullable
                    Path file)
            throws ConfigurationException, IOException {
        AuditCheck.Report report = check(file, proxy);
        report.remarks().forEach(console.out()::println);
        if (report.broken().isPresent()) {
            console.err().println("sekisho: " + report.broken().get());
            console.err().println("sekisho: the " + report.lines() + " lines before it hold together");
            return ExitCode.FAILED;
        }
        console.out().println(report.lines() + " lines hold together; the last is " + report.head());
        return ExitCode.DONE;
    }

    private AuditCheck.Report check(@Nullable Path file, AdminOptions proxy)
            throws ConfigurationException, IOException {
        try {
            return file == null
                    ? AuditCheck.directory(proxy.load(console).state().directory())
                    : AuditCheck.file(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "no permission to read " + e.getFile() + "; run this as the user that the proxy runs as", e);
        }
    }
}
