package org.sekisho.app;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.admin.AdminServer;
import org.sekisho.app.admin.AdminToken;
import org.sekisho.app.admin.Desk;
import org.sekisho.app.admin.IncidentDesk;
import org.sekisho.app.admin.JailDesk;
import org.sekisho.app.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint while the proxy runs. It starts beside it on a thread of its own, since it takes most of a second,
 * and mail does not depend on it: an endpoint that cannot be started is a loud line in the log.
 */
final class Administration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);
    private static final long START_SECONDS = 30;

    private final CompletableFuture<@Nullable AdminServer> server;

    private Administration(CompletableFuture<@Nullable AdminServer> server) {
        this.server = server;
    }

    static Administration begin(
            Configuration configuration, Desk desk, JailDesk jails, IncidentDesk incidents, RandomGenerator random) {
        CompletableFuture<@Nullable AdminServer> server = new CompletableFuture<>();
        Thread starter =
                new Thread(() -> server.complete(start(configuration, desk, jails, incidents, random)), "admin-start");
        starter.setDaemon(true);
        starter.start();
        return new Administration(server);
    }

    private static @Nullable AdminServer start(
            Configuration configuration, Desk desk, JailDesk jails, IncidentDesk incidents, RandomGenerator random) {
        try {
            AdminToken token = AdminToken.readOrMake(configuration.state().directory(), random);
            return AdminServer.start(configuration.admin().address(), token, desk, jails, incidents);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "The admin endpoint on {} cannot be started: {}. Commands such as 'sekisho why' will find nobody;"
                            + " mail is not affected",
                    configuration.admin().address(),
                    e instanceof IllegalStateException ? e.getMessage() : e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        try {
            AdminServer started = server.get(START_SECONDS, TimeUnit.SECONDS);
            if (started != null) {
                started.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The admin endpoint did not get far enough to be stopped", e);
        }
    }
}
