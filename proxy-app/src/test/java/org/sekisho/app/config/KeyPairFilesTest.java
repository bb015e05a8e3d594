package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyPairFilesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeAKeyPair() throws IOException {
        KeyPairs.write(directory, "mx");
        KeyPairs.write(directory, "other");
        Files.writeString(directory.resolve("empty"), "");
        Files.writeString(directory.resolve("pkcs1.key"), "-----BEGIN RSA PRIVATE KEY-----\nMII\n");
    }

    @Test
    void takesAKeyThatFitsItsCertificate() throws IOException {
        assertThat(problems("mx.pem", "mx.key")).isEmpty();
    }

    @Test
    void tellsAKeyOfAnotherCertificate() throws IOException {
        assertThat(problems("mx.pem", "other.key"))
                .singleElement()
                .asString()
                .endsWith("listeners[0].tls.key: other.key is not the key of the first" + " certificate in mx.pem");
    }

    @Test
    void tellsMissingFilesBothAtOnce() throws IOException {
        assertThat(problems("none.pem", "none.key"))
                .hasSize(2)
                .allMatch(problem -> problem.contains("there is no file none."));
    }

    @Test
    void tellsAFileWithoutCertificate() throws IOException {
        assertThat(problems("empty", "mx.key"))
                .singleElement()
                .asString()
                .endsWith("listeners[0].tls.certificate: empty holds no certificate; it must have -----BEGIN"
                        + " CERTIFICATE-----");
    }

    @Test
    void tellsHowToConvertAKeyInAnotherFormat() throws IOException {
        assertThat(problems("mx.pem", "pkcs1.key"))
                .singleElement()
                .asString()
                .endsWith("pkcs1.key holds no PKCS#8 private key without password; convert it with: openssl pkcs8"
                        + " -topk8 -nocrypt -in pkcs1.key -out NEW.key");
    }

    @Test
    void tellsAKeyWhereACertificateShouldBe() throws IOException {
        assertThat(problems("mx.key", "mx.key"))
                .singleElement()
                .asString()
                .endsWith(
                        "tls.certificate: mx.key holds something else than PEM certificates; keep the key in a file of"
                                + " its own");
    }

    @Test
    void tellsADirectoryWhereAFileShouldBe() throws IOException {
        assertThat(problems("mx.pem", "")).singleElement().asString().endsWith(" is a directory; name a PEM file");
    }

    private List<String> problems(String certificate, String key) throws IOException {
        String yaml = "listeners: [{tls: {mode: implicit, certificate: %s/%s, key: %s/%s}}]"
                .formatted(directory, certificate, directory, key);
        return new ConfigurationFiles(directory).problems(yaml);
    }
}
