package org.sekisho.app.config;

/**
 * One thing wrong with the configuration.
 *
 * @param origin where it was written: {@code sekisho.yaml:12:7}, an environment variable or an option
 * @param path of the setting, such as {@code listeners[0].tls.mode}; empty if it concerns the whole
 * @param message what is wrong and what would be right
 */
public record Problem(String origin, String path, String message) {
    @Override
    public String toString() {
        return origin + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
