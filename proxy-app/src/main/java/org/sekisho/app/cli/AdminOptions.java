package org.sekisho.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.AdminClient;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationLoader;
import picocli.CommandLine.Option;

/** The option that says which running proxy is meant: the one with that configuration. */
final class AdminOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file that the proxy runs with, which tells where it is to be asked"
                    + " (default: the environment variable SEKISHO_CONFIG, or none).")
    @Nullable
    Path config;

    Configuration load(Console console) throws ConfigurationException {
        Optional<Path> file = console.configuration(config);
        return ConfigurationLoader.ofCommands(console.environment()).load(file, CommandLineSettings.NONE);
    }

    AdminClient client(Console console) throws ConfigurationException, IOException {
        Configuration configuration = load(console);
        if (!configuration.admin().enabled()) {
            throw new IOException("the proxy with this configuration cannot be asked: admin.enabled is false");
        }
        return AdminClient.of(
                configuration.admin().address(), configuration.state().directory(), console.operator());
    }
}
