package org.sekisho.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The sets of rules that are shipped, each on a page that is read from top to bottom as a session runs. */
public enum Profile {
    /** No rules stand anywhere. */
    NONE,
    /** All rules watch, and only the allow list acts. */
    OBSERVE,
    /** What is safe acts; suspects wait. */
    STANDARD,
    /** Most rules act. */
    STRICT;

    /** The name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The page, in YAML. */
    public String page() {
        try (InputStream in = Profile.class.getResourceAsStream("profiles/" + key() + ".yaml")) {
            return new String(Objects.requireNonNull(in, key()).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The profile " + key() + " cannot be read", e);
        }
    }
}
