package org.sekisho.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationSource;
import picocli.CommandLine.Option;

/** The options that say what the configuration is. */
final class ConfigurationOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "YAML file with the configuration (default: the environment variable SEKISHO_CONFIG, or none).")
    @Nullable
    Path config;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Take mail from strangers here, without TLS. Replaces the listeners of the file. Repeatable.")
    List<String> listen = new ArrayList<>();

    @Option(
            names = "--upstream",
            paramLabel = "HOST:PORT",
            description = "Relay to this mail server. Replaces the addresses of the file. Repeatable.")
    List<String> upstream = new ArrayList<>();

    @Option(
            names = "--identity",
            paramLabel = "HOW",
            description = "How the mail server learns who the client is: xclient (default), proxy or none.")
    @Nullable
    String identity;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text (default) or json.")
    @Nullable
    String logFormat;

    Configuration load(Console console) throws ConfigurationException {
        return source(console).load();
    }

    ConfigurationSource source(Console console) {
        return new ConfigurationSource(
                console.environment(),
                console.configuration(config),
                new CommandLineSettings(
                        listen, upstream, Optional.ofNullable(identity), Optional.ofNullable(logFormat)));
    }
}
