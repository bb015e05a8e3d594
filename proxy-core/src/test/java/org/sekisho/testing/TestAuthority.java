package org.sekisho.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;

/** A certificate authority of the test's own, with its files in one directory. */
public final class TestAuthority {
    private final Path directory;
    private final X509Bundle root;

    /** Makes the authority and writes {@code ca.pem}. */
    public TestAuthority(Path directory) {
        this.directory = directory;
        try {
            root = new CertificateBuilder()
                    .subject("CN=Test Authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            Files.writeString(authorityFile(), root.getCertificatePEM());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make an authority", e);
        }
    }

    /** PEM file with the authority's certificate. */
    public Path authorityFile() {
        return directory.resolve("ca.pem");
    }

    /** PEM files of a new server certificate. */
    public record Issued(Path certificate, Path key) {}

    /** Issues a certificate for the host, a name or an IPv4 address. */
    public Issued issue(String host) {
        return issue(host, new CertificateBuilder());
    }

    private Issued issue(String host, CertificateBuilder builder) {
        try {
            X509Bundle bundle = bundle(host, builder);
            Issued issued = new Issued(directory.resolve(host + ".pem"), directory.resolve(host + ".key"));
            Files.writeString(issued.certificate(), bundle.getCertificatePathPEM());
            Files.writeString(issued.key(), bundle.getPrivateKeyPEM());
            return issued;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot issue a certificate for " + host, e);
        }
    }

    private X509Bundle bundle(String host, CertificateBuilder builder) throws Exception {
        builder.subject("CN=" + host);
        boolean address = host.matches("[0-9.]+");
        return (address ? builder.addSanIpAddress(host) : builder.addSanDnsName(host)).buildIssuedBy(root);
    }

    private static CertificateBuilder expired() {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .notBefore(now.minus(Duration.ofDays(30)))
                .notAfter(now.minus(Duration.ofDays(1)));
    }

    /** A server's context that shows a certificate issued for the host. */
    public SSLContext servingContext(String host) {
        return servingContext(host, new CertificateBuilder());
    }

    /** A server's context that shows a certificate that has been out of date for a day. */
    public SSLContext expiredContext(String host) {
        return servingContext(host, expired());
    }

    private SSLContext servingContext(String host, CertificateBuilder builder) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(bundle(host, builder).toKeyManagerFactory().getKeyManagers(), null, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException("cannot serve with a certificate for " + host, e);
        }
    }

    /** A client's context that trusts this authority alone. */
    public SSLContext trustingContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, root.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
