package org.sekisho.transcript;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.File;
import java.nio.file.Path;

/** One self-signed certificate for all transcripts with TLS. */
final class TestCertificate {
    private static final TestCertificate ONLY = new TestCertificate();

    private final Path chain;
    private final Path key;

    private TestCertificate() {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=" + ScriptedUpstream.PROXY)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            chain = deletedAtExit(bundle.toTempCertChainPem());
            key = deletedAtExit(bundle.toTempPrivateKeyPem());
        } catch (Exception e) {
            throw new IllegalStateException("Cannot make a certificate", e);
        }
    }

    private static Path deletedAtExit(File file) {
        file.deleteOnExit();
        return file.toPath();
    }

    static Path chain() {
        return ONLY.chain;
    }

    static Path key() {
        return ONLY.key;
    }
}
