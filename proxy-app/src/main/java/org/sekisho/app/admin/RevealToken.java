package org.sekisho.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.sekisho.app.state.SecretFile;

/**
 * What proves that whoever asks may be told whom a pseudonym means: 128 random bits. The proxy makes them once, in a file
 * that is to be moved to wherever those are who may know, and keeps their SHA-256 only.
 */
public final class RevealToken {
    private static final int OCTETS = 16;
    private static final String FILE = "reveal-token";
    private static final String CHECK = "reveal-token.sha256";

    private final byte[] hash;

    private RevealToken(byte[] hash) {
        this.hash = hash;
    }

    /** Where it lies until somebody moves it. */
    public static Path file(Path stateDirectory) {
        return stateDirectory.resolve(FILE);
    }

    /** The one that was made before, or a new one. */
    public static RevealToken knownOrMade(Path stateDirectory, RandomGenerator random) throws IOException {
        Path check = stateDirectory.resolve(CHECK);
        if (Files.notExists(check)) {
            String token = SecretFile.readOrMake(stateDirectory, FILE, OCTETS, random);
            SecretFile.write(stateDirectory, CHECK, HexFormat.of().formatHex(sha256(token)));
        }
        try {
            return new RevealToken(
                    HexFormat.of().parseHex(Files.readString(check).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "there is no SHA-256 in " + check + "; remove it, and start the proxy again for a new " + FILE, e);
        }
    }

    /** Reads the token from a file, for whoever asks. */
    public static String read(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no " + file + "; whoever may reveal pseudonyms has it: name it with --token", e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read " + file, e);
        }
    }

    boolean matches(String said) {
        return MessageDigest.isEqual(hash, sha256(said));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
