package org.sekisho.app.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sekisho.settings.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint. It listens on loopback, answers JSON, and does nothing for anybody without the token. A few threads
 * of its own wait for the store; sessions never wait for it.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final long LARGEST_REQUEST = 65_536;

    private final Javalin javalin;

    private AdminServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Binds and begins to answer; takes most of a second, so that nobody should wait for it. */
    public static AdminServer start(
            Endpoint address, AdminToken token, Desk desk, JailDesk jails, IncidentDesk incidents) {
        Javalin javalin = Javalin.create(config -> configure(config, token, desk, jails, incidents));
        try {
            javalin.start(address.host(), address.port());
        } catch (JavalinBindException e) {
            throw new IllegalStateException("the port is in use; name another with admin.address", e);
        }
        LOG.info("The admin endpoint listens on {}:{}", address.host(), javalin.port());
        return new AdminServer(javalin);
    }

    private static void configure(
            JavalinConfig config, AdminToken token, Desk desk, JailDesk jails, IncidentDesk incidents) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        config.http.maxRequestSize = LARGEST_REQUEST;
        new AdminRoutes(token, desk).in(config.routes);
        new JailRoutes(jails).in(config.routes);
        new IncidentRoutes(incidents).in(config.routes);
    }

    /** The port, for an address with port 0. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
