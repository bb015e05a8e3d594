package org.sekisho.net.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's private key and the certificates that show it, the server's own first. They belong together: TLS
 * libraries find out only in a handshake if they do not.
 */
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] ANYTHING = "Does the key fit?".getBytes(StandardCharsets.US_ASCII);

    ServerIdentity {
        chain = List.copyOf(chain);
    }

    /** Reads two PEM files; the messages of the exceptions name the file. */
    static ServerIdentity read(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = certificates(certificateFile);
        PublicKey shown = chain.get(0).getPublicKey();
        PrivateKey key = key(keyFile, shown.getAlgorithm());
        if (!fits(key, shown)) {
            throw new KeyException(
                    "the key in " + keyFile + " does not belong to the certificate in " + certificateFile);
        }
        return new ServerIdentity(key, chain);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException notPem) {
            throw new CertificateException(file + " is not a PEM file with certificates", notPem);
        }
        throw new CertificateException(file + " holds no certificate");
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher block = KEY_BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new KeyException(
                    file + " holds no private key that can be read: it must be PEM, PKCS#8, without a password");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new KeyException("the key in " + file + " is damaged or not a key of kind " + algorithm, e);
        }
    }

    private static boolean fits(PrivateKey key, PublicKey shown) throws GeneralSecurityException {
        String algorithm = switch (shown.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> shown.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(ANYTHING);
        return signature.verify(signed);
    }
}
