package org.sekisho.app.config;

import java.nio.file.Path;

/**
 * The embedded mail server, which stands behind the proxy when there is no {@code upstream}.
 *
 * @param directory where it keeps accepted mail; made if it is not there
 */
public record EmbeddedSettings(Path directory) {
    public static final EmbeddedSettings DEFAULTS = new EmbeddedSettings(Path.of("sekisho-mail"));
}
