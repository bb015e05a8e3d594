package org.sekisho.app.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import org.sekisho.app.state.SecretFile;

/**
 * What proves that whoever asks may read the state's directory: 128 random bits in hexadecimal, in a file that only the
 * proxy's user can read, made at the first start. Whoever holds it may do everything that operators may.
 */
public final class AdminToken {
    private static final int OCTETS = 16;
    private static final String FILE = "admin-token";

    private final byte[] token;

    private AdminToken(String token) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the token lies: beside the state. */
    public static Path file(Path stateDirectory) {
        return stateDirectory.resolve(FILE);
    }

    /** Reads the token, or makes one. */
    public static AdminToken readOrMake(Path stateDirectory, RandomGenerator random) throws IOException {
        SecretFile.readOrMake(stateDirectory, FILE, OCTETS, random);
        return read(stateDirectory);
    }

    /** Reads the token of a proxy that has been started before. */
    public static AdminToken read(Path stateDirectory) throws IOException {
        Path file = file(stateDirectory);
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no token in " + file + ", where the proxy with this configuration would have made it;"
                            + " is another configuration meant (--config)?",
                    e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read " + file + "; run this as the user that the proxy runs as", e);
        }
        if (!token.matches("[0-9a-f]{32,}")) {
            throw new IOException("the token in " + file
                    + " is not 32 or more hexadecimal digits; remove the file and start the proxy again");
        }
        return new AdminToken(token);
    }

    /** Whether the header {@code Authorization} holds it; takes the same time for every wrong one. */
    boolean matches(String authorization) {
        return MessageDigest.isEqual(
                ("Bearer " + value()).getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    String value() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    /** Never the token itself: this may end up in a log. */
    @Override
    public String toString() {
        return "a token";
    }
}
