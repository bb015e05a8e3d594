package org.sekisho.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a configuration comes from, so that it can be read again. */
public record ConfigurationSource(Map<String, String> environment, Optional<Path> file, CommandLineSettings options) {
    public ConfigurationSource {
        environment = Map.copyOf(environment);
    }

    /** The configuration as it is now, or every problem that there is with it. */
    public Configuration load() throws ConfigurationException {
        return new ConfigurationLoader(environment).load(file, options);
    }
}
