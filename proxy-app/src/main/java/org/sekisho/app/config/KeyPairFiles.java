package org.sekisho.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out before the start whether certificate and key can be used, so that the message can say what to do. */
final class KeyPairFiles {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");

    private KeyPairFiles() {}

    /** A PEM file's certificates, the server's own first. */
    static Certificates certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<? extends Certificate> chain =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (!chain.isEmpty()) {
                return new Certificates(file, chain.get(0).getPublicKey());
            }
        } catch (CertificateException e) {
            throw new IOException(
                    file + " holds something else than PEM certificates; keep the key in a file of its own", e);
        }
        throw new IOException(file + " holds no certificate; it must have -----BEGIN CERTIFICATE-----");
    }

    record Certificates(Path file, PublicKey publicKey) {
        /** Whether that key is the one of the first certificate. */
        void check(Path keyFile, String pem) throws IOException {
            Matcher matcher = PEM_KEY.matcher(pem);
            if (!matcher.find()) {
                throw new IOException(keyFile + " holds no PKCS#8 private key without password; convert it with: "
                        + "openssl pkcs8 -topk8 -nocrypt -in " + keyFile + " -out NEW.key");
            }
            try {
                byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
                PrivateKey key = KeyFactory.getInstance(publicKey.getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
                if (!signsFor(key)) {
                    throw new IOException(keyFile + " is not the key of the first certificate in " + file);
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(
                        keyFile + " is not the " + publicKey.getAlgorithm() + " key of the first certificate in "
                                + file,
                        e);
            }
        }

        private boolean signsFor(PrivateKey key) throws GeneralSecurityException {
            String algorithm = switch (publicKey.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> publicKey.getAlgorithm();
            };
            byte[] probe = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        }
    }
}
