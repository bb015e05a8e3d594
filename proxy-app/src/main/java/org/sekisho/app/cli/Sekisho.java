package org.sekisho.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.net.ProxyStartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sekisho} with its subcommands. */
@Command(
        name = "sekisho",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "An SMTP front-end proxy that stands between the Internet and a mail server.",
        footer = {
            "",
            "Exit codes: 0 done; 1 could not start or go on; 2 wrong configuration or",
            "command line; 130 and 143 stopped by Ctrl-C and SIGTERM.",
            "",
            "Examples:",
            "  sekisho run",
            "  sekisho run --listen 0.0.0.0:25 --upstream 127.0.0.1:10025",
            "  sekisho check-config --config /etc/sekisho/sekisho.yaml",
            "  sekisho help run"
        })
public final class Sekisho implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    /** Runs what the arguments ask for and answers the exit code. */
    public static int execute(Console console, Launcher launcher, String... arguments) {
        return commandLine(console, launcher).execute(arguments);
    }

    static CommandLine commandLine(Console console, Launcher launcher) {
        return new CommandLine(new Sekisho())
                .addSubcommand(new RunCommand(console, launcher))
                .addSubcommand(new CheckConfigCommand(console))
                .addSubcommand(new WhyCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new RulesCommand(console))
                .addSubcommand(new AllowCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new NodesCommand(console))
                .addSubcommand(new BannedCommand(console))
                .addSubcommand(new BanCommand(console))
                .addSubcommand(new UnbanCommand(console))
                .addSubcommand(new SetCommand(console))
                .addSubcommand(new GetCommand(console))
                .addSubcommand(new EventsCommand(console))
                .addSubcommand(new PingCommand(console))
                .addSubcommand(new AccountsCommand(console))
                .addSubcommand(new AccountCommand(console))
                .addSubcommand(new IncidentsCommand(console))
                .addSubcommand(new IncidentCommand(console))
                .addSubcommand(new ComplaintCommand(console))
                .addSubcommand(new RecipientsCommand(console))
                .addSubcommand(new ReloadCommand(console))
                .addSubcommand(new AuditCommand(console))
                .addSubcommand(new RevealCommand(console))
                .addSubcommand(new StateCommand(console))
                .addSubcommand(new ImportJailCommand(console))
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new VersionCommand(console))
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, line) -> refuse(e, console))
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "nothing to do; say for instance: sekisho run");
    }

    /** One line instead of the whole help, which would push it off the screen. */
    private static int refuse(ParameterException e, Console console) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(command + ": " + e.getMessage() + "; " + command + " --help tells what can be said");
        return ExitCode.USAGE;
    }

    private static int explain(Exception e, Console console) throws Exception {
        if (e instanceof ConfigurationException wrong) {
            wrong.problems().forEach(console.err()::println);
            int count = wrong.problems().size();
            console.err()
                    .println("sekisho: " + count + (count == 1 ? " problem" : " problems") + " with the configuration");
            return ExitCode.USAGE;
        }
        if (e instanceof ProxyStartException || e instanceof IOException) {
            console.err().println("sekisho: " + words(e));
            return ExitCode.FAILED;
        }
        throw e;
    }

    /** Java says the name of a file and not what is wrong with it. */
    private static String words(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (e instanceof AccessDeniedException closed) {
            return "no permission for " + closed.getFile() + "; run this as the user that the proxy runs as";
        }
        return String.valueOf(e.getMessage());
    }

    @Command(
            name = "version",
            mixinStandardHelpOptions = true,
            versionProvider = BuiltVersion.class,
            description = "Print the version.")
    static final class VersionCommand implements Runnable {
        private final Console console;

        VersionCommand(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            console.out().println("sekisho " + Version.number());
        }
    }

    static final class BuiltVersion implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sekisho " + Version.number()};
        }
    }
}
