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
        // Without the sample that is taken to the mail server again, which would make a short play hard to understand.
        Map<String, String> rules =
                Map.of("SEKISHO_RULES_PROFILE", "standard", "SEKISHO_RULES_SET_RECIPIENTS_REFRESH", "0");
        Configuration configuration = new ConfigurationLoader(rules).load(Optional.empty(), CommandLineSettings.NONE);
        new Demo(configuration.rules().ruleSet(), console.out()).play();
        return ExitCode.DONE;
    }
}
