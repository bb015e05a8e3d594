package org.sekisho.app.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationLoader;
import org.sekisho.app.demo.Demo;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "Show what the rules do to bots and to mail servers: a play with a fast clock, which touches nothing.")
final class DemoCommand implements Callable<Integer> {
    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration configuration = new ConfigurationLoader(Map.of("SEKISHO_RULES_PROFILE", "standard"))
                .load(Optional.empty(), CommandLineSettings.NONE);
        new Demo(configuration.rules().ruleSet(), console.out()).play();
        return ExitCode.DONE;
    }
}
