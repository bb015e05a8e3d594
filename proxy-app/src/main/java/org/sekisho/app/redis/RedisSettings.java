package org.sekisho.app.redis;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the shared store is used.
 *
 * @param user of its access control list; empty for the default one
 * @param passwordFile its first line is the password
 * @param sentinelUser of the Sentinels' access control list; empty for the default one
 * @param sentinelPasswordFile its first line is the password of the Sentinels; empty if they want none
 * @param authorities PEM certificates of who may have signed the server's; empty for those that Java trusts
 * @param prefix what all keys begin with
 * @param node what this node is called among those with the same prefix; empty for the machine's name
 * @param timeout for what a client waits for
 */
public record RedisSettings(
        String user,
        Optional<Path> passwordFile,
        String sentinelUser,
        Optional<Path> sentinelPasswordFile,
        Optional<Path> authorities,
        boolean verifyCertificate,
        String prefix,
        Optional<String> node,
        Duration timeout) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

    public static final RedisSettings DEFAULTS = new RedisSettings(
            "",
            Optional.empty(),
            "",
            Optional.empty(),
            Optional.empty(),
            true,
            "sekisho",
            Optional.empty(),
            Duration.ofMillis(500));

    public RedisSettings {
        if (!prefix.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "prefix must be 1 to 64 letters, digits, dots, hyphens and underscores, not '" + prefix + "'");
        }
        if (node.isPresent() && !node.get().matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "node must be 1 to 64 letters, digits, dots, hyphens and underscores, not '" + node.get() + "'");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be 1 ms to " + LONGEST_TIMEOUT.toSeconds() + " s");
        }
        if (!user.isEmpty() && passwordFile.isEmpty()) {
            throw new IllegalArgumentException("passwordFile must be given where user is");
        }
        if (!sentinelUser.isEmpty() && sentinelPasswordFile.isEmpty()) {
            throw new IllegalArgumentException("sentinelPasswordFile must be given where sentinelUser is");
        }
    }

    /** What a password file says. */
    public static String password(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; write the password into its first line", e);
        }
        if (lines.isEmpty() || lines.get(0).isBlank()) {
            throw new IOException(file + " has no password in its first line; write it there");
        }
        return lines.get(0).strip();
    }
}
