package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for one measurement, made by OpenSSL's command. */
record BenchCertificate(Path certificate, Path key) {
    static BenchCertificate make(Workbench bench) throws IOException, InterruptedException, BenchException {
        Path certificate = bench.folder().resolve("mx.pem");
        Path key = bench.folder().resolve("mx.key");
        ProcessBuilder command = new ProcessBuilder("openssl", "req", "-x509", "-nodes", "-days", "2");
        command.command().addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        command.command().addAll(List.of("-subj", "/CN=mx.example.com"));
        command.command().addAll(List.of("-out", certificate.toString(), "-keyout", key.toString()));
        Server openssl = bench.start("openssl", command);
        if (openssl.process().waitFor() != 0) {
            throw new BenchException("openssl made no certificate: " + openssl.lastWords());
        }
        return new BenchCertificate(certificate, key);
    }

    /** What makes a listener one for TLS from the first octet. */
    String listenerKeys() {
        return ", tls: {mode: implicit, certificate: \"" + certificate + "\", key: \"" + key + "\"}";
    }

    /** A client who trusts this certificate and no other. */
    TarpittedClients.Wrapping client() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "mx", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return connected -> secured(context, connected);
    }

    private static Socket secured(SSLContext context, Socket connected) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected, "mx.example.com", 25, true);
        socket.startHandshake();
        return socket;
    }
}
