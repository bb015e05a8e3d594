package org.sekisho.app.config;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes certificates and keys made for the test. */
final class KeyPairs {
    private KeyPairs() {}

    /** NAME.pem and NAME.key. */
    static void write(Path directory, String name) throws IOException {
        X509Bundle bundle = make();
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePEM());
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
    }

    private static X509Bundle make() {
        try {
            return new CertificateBuilder()
                    .subject("CN=mx.example.org")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
