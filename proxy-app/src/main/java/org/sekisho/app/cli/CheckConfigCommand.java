package org.sekisho.app.cli;

import java.util.concurrent.Callable;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationLoader;
import org.sekisho.app.config.SettingsSchema;
import org.sekisho.app.config.Warnings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Check the configuration and print the one that would be used, or every problem with it.",
        footer = {
            "",
            "Examples:",
            "  sekisho check-config --config /etc/sekisho/sekisho.yaml",
            "  sekisho check-config --schema > sekisho.schema.json",
            "      For editors; name it in the first line of the file:",
            "      # yaml-language-server: $schema=sekisho.schema.json"
        })
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--schema", description = "Print the JSON Schema of the configuration file and check nothing.")
    private boolean schema;

    private final Console console;

    CheckConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException {
        if (schema) {
            console.out().println(new SettingsSchema().text());
            return ExitCode.DONE;
        }
        Configuration configuration = options.load(console);
        console.out().print(ConfigurationLoader.toYaml(configuration));
        console.out().println("# " + RuleLines.summary(configuration.rules()));
        RuleLines.byPoint(configuration.rules()).forEach(line -> console.out().println("#   " + line));
        Warnings.about(configuration).forEach(warning -> console.err().println("warning: " + warning));
        return ExitCode.DONE;
    }
}
