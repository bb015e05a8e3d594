package org.sekisho.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.app.log.Escaped;
import org.sekisho.app.state.OwnerOnly;
import org.sekisho.app.transfer.Imported;
import org.sekisho.app.transfer.TableLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Count, export or import what a running proxy remembers.",
        footer = {
            "",
            "Examples:",
            "  sekisho state stats",
            "  sekisho state export state.jsonl",
            "  sekisho state import --config /etc/sekisho/on-redis.yaml state.jsonl"
        })
final class StateCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    private final Console console;

    StateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say stats, export or import");
    }

    @Command(name = "stats", mixinStandardHelpOptions = true, description = "How much each table holds.")
    int stats(@Mixin AdminOptions proxy, @Option(names = "--json", description = "Print it as JSON.") boolean json)
            throws ConfigurationException, IOException {
        List<TableLine> tables = proxy.client(console).tables();
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(tables));
            return ExitCode.DONE;
        }
        String form = "%-24s %9s %9s %5s %11s %11s  %-20s  %-20s  %s%n";
        console.out()
                .printf(
                        form,
                        "table",
                        "records",
                        "bound",
                        "fill",
                        "octets",
                        "of one net",
                        "oldest write",
                        "newest write",
                        "when full");
        for (TableLine each : tables) {
            console.out()
                    .printf(
                            form,
                            each.table(),
                            each.records(),
                            each.bound(),
                            each.records() * 100 / each.bound() + "%",
                            each.octets(),
                            each.perNetwork() == 0 ? "any" : each.perNetwork(),
                            second(each.oldestWrite()),
                            second(each.newestWrite()),
                            each.makesRoom() ? "drops the oldest" : "refuses");
        }
        return ExitCode.DONE;
    }

    private static String second(Optional<Instant> time) {
        return time.map(known -> known.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Write all records down, while the proxy goes on.")
    int export(
            @Mixin AdminOptions proxy,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FILE",
                            description = "A new file, which only you can read (default: standard output).")
                    @Nullable
                    Path file)
            throws ConfigurationException, IOException {
        AdminClient client = proxy.client(console);
        if (file == null) {
            client.exportState(console.out());
            return ExitCode.DONE;
        }
        OutputStream made = create(file);
        try (OutputStream out = made) {
            client.exportState(out);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return ExitCode.DONE;
    }

    private static OutputStream create(Path file) throws IOException {
        try {
            return new BufferedOutputStream(
                    Files.newOutputStream(Files.createFile(file, OwnerOnly.file(file)), StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; name a file that is not", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": no permission to write it", e);
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Take exported records in, while the proxy goes on. What is there and was written later stays.")
    int take(
            @Mixin AdminOptions proxy,
            @Parameters(paramLabel = "FILE", description = "What 'sekisho state export' wrote.") Path file,
            @Option(names = "--overwrite", description = "Replace whatever is there.") boolean overwrite,
            @Option(names = "--json", description = "Print what became of it as JSON.") boolean json)
            throws ConfigurationException, IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": there is no such file, or no permission to read it");
        }
        Imported imported = proxy.client(console).importState(file, overwrite);
        if (json) {
            console.out().println(Json.MAPPER.writeValueAsString(imported));
        } else {
            print(imported);
        }
        imported.wrong()
                .forEach(each -> console.err().println(file + ":" + each.line() + ": " + Escaped.text(each.why())));
        if (imported.wrongLines() > 0) {
            console.err()
                    .println(
                            "All other lines were looked at. Mend or remove these, or export the state again, and import"
                                    + " the file once more: what is there stays");
        }
        if (!imported.complete()) {
            console.err().println(file + " is cut off: it lacks the last line of an export");
        }
        return imported.wrongLines() == 0 && imported.complete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(Imported imported) {
        console.out().println("took " + imported.taken() + " records");
        imported.skipped().forEach((why, count) -> console.out().println("left " + count + " out: " + why));
        if (imported.wrongLines() > 0) {
            console.out().println("could not use " + imported.wrongLines() + " lines");
        }
    }
}
