package org.sekisho.app.cli;

import java.io.IOException;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.net.ProxyStartException;

/** Starts the program and comes back when it has stopped. */
@FunctionalInterface
public interface Launcher {
    /**
     * Both exceptions have a message of one line that tells the operator what to do.
     *
     * @param source where the configuration was read, to be read again
     */
    void run(Configuration configuration, ConfigurationSource source) throws IOException, ProxyStartException;
}
