package org.sekisho.app.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tells configurations apart. */
public final class Fingerprint {
    private static final int DIGITS = 12;

    private Fingerprint() {}

    /** The first hexadecimal digits of the SHA-256 of all that holds: the same for the same settings. */
    public static String of(Configuration configuration) {
        byte[] text = ConfigurationLoader.toYaml(configuration).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The top-level keys that say something else. */
    public static List<String> differences(Configuration one, Configuration other) {
        JsonNode before = SettingsMapper.YAML.valueToTree(one);
        JsonNode after = SettingsMapper.YAML.valueToTree(other);
        List<String> keys = new ArrayList<>(before.propertyNames());
        after.propertyNames().stream().filter(key -> !before.has(key)).forEach(keys::add);
        return keys.stream()
                .filter(key -> !before.path(key).equals(after.path(key)))
                .toList();
    }
}
