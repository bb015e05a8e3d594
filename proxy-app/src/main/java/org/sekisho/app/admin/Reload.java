package org.sekisho.app.admin;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.config.ConfigurationException;

/** Reads the configuration again. */
@FunctionalInterface
public interface Reload {
    /**
     * Everything or nothing.
     *
     * @param by who wants it
     * @param jail the one whose settings are wanted; empty for all that there is
     * @throws ConfigurationException every problem with the new one; the old one holds on
     */
    CompletionStage<Reloaded> by(String by, Optional<String> jail) throws ConfigurationException;
}
