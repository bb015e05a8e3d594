package org.sekisho.net.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.sekisho.net.ProxyStartException;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Tls;

/** TLS towards the upstream: verified where it is required, else only encrypted. Thread-safe. */
final class UpstreamTls {
    private final SslContext context;
    private final boolean verify;

    private UpstreamTls(SslContext context, boolean verify) {
        this.context = context;
        this.verify = verify;
    }

    static UpstreamTls of(SslProvider provider, UpstreamSettings settings) throws ProxyStartException {
        boolean verify = settings.tls() == Tls.REQUIRED && settings.verifyCertificate();
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(provider).protocols("TLSv1.3", "TLSv1.2");
        if (!verify) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (settings.trust().isPresent()) {
            Path trust = settings.trust().get();
            if (!Files.isReadable(trust)) {
                throw new ProxyStartException("upstream.trust: cannot read " + trust);
            }
            try {
                builder.trustManager(trust.toFile());
            } catch (IllegalArgumentException notPem) {
                throw new ProxyStartException(
                        "upstream.trust: " + trust + " is not a PEM file with certificates", notPem);
            }
        }
        try {
            return new UpstreamTls(builder.build(), verify);
        } catch (SSLException e) {
            throw new ProxyStartException("upstream.trust: cannot be used: " + e.getMessage(), e);
        }
    }

    SslHandler handler(ByteBufAllocator allocator, Endpoint upstream) {
        SslHandler handler = context.newHandler(allocator, upstream.host(), upstream.port());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(verify ? "HTTPS" : "");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    void close() {
        ReferenceCountUtil.release(context);
    }
}
