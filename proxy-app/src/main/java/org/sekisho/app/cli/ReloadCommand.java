package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.Reloaded;
import org.sekisho.app.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Have the running proxy read its configuration again. A wrong one changes nothing.",
        footer = {
            "",
            "Sessions that are open go on; what is new holds from their next MAIL. SIGHUP does the same.",
            "What was set in jails by command is as the file says again, and the answer says so.",
            "",
            "Examples:",
            "  sekisho reload --config /etc/sekisho/sekisho.yaml",
            "  sekisho reload unknown-users"
        })
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "JAIL", arity = "0..1", defaultValue = "", description = "Only this jail's settings.")
    private String jail = "";

    private final Console console;

    ReloadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        Reloaded reloaded = admin.client(console).reload(jail);
        reloaded.warnings().forEach(warning -> console.err().println("warning: " + warning));
        reloaded.lines().forEach(console.out()::println);
        return ExitCode.DONE;
    }
}
