package org.sekisho.app.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sekisho.app.feed.Feed;
import org.sekisho.settings.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint. It listens on loopback, answers JSON, and does nothing for anybody without the token. A few threads
 * of its own wait for the store; sessions never wait for it.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    /** Beside those that pass on events. */
    private static final int THREADS = 8;

    private static final int GOODBYE_SECONDS = 2;
    private static final long LARGEST_REQUEST = 1 << 20;

    private final Javalin javalin;
    private final Doorkeeper door;
    private final Feed feed;

    private AdminServer(Javalin javalin, Doorkeeper door, Feed feed) {
        this.javalin = javalin;
        this.door = door;
        this.feed = feed;
    }

    /** Binds and begins to answer; takes most of a second, so that nobody should wait for it. */
    public static AdminServer start(Endpoint address, Doorkeeper door, Desks desks) {
        Javalin javalin = Javalin.create(config -> configure(config, door, desks));
        try {
            javalin.start(address.host(), address.port());
        } catch (JavalinBindException e) {
            throw new IllegalStateException("the port is in use; name another with admin.address", e);
        }
        LOG.info("The admin endpoint listens on {}:{}", address.host(), javalin.port());
        return new AdminServer(javalin, door, desks.feed());
    }

    static void configure(JavalinConfig config, Doorkeeper door, Desks desks) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS + Feed.MOST_FOLLOWERS, 2);
        config.http.maxRequestSize = LARGEST_REQUEST;
        new AdminRoutes(door, desks).in(config.routes);
    }

    /** The port, for an address with port 0. */
    public int port() {
        return javalin.port();
    }

    /** Those who follow events are told before they lose the connection. */
    @Override
    public void close() {
        feed.end()
                .toCompletableFuture()
                .completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS)
                .join();
        javalin.stop();
        door.close();
    }
}
