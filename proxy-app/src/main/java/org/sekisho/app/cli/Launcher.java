package org.sekisho.app.cli;

import java.io.IOException;
import org.sekisho.app.config.Configuration;
import org.sekisho.net.ProxyStartException;

/** Starts the program and comes back when it has stopped. */
@FunctionalInterface
public interface Launcher {
    /** Both exceptions have a message of one line that tells the operator what to do. */
    void run(Configuration configuration) throws IOException, ProxyStartException;
}
