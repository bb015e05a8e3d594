package org.sekisho.app.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sekisho.app.decision.Json;
import org.sekisho.settings.Endpoint;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The admin endpoint. It listens on loopback, answers JSON, and does nothing for anybody without the token. A few threads
 * of its own wait for the store; sessions never wait for it.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final long LARGEST_REQUEST = 65_536;
    private static final long PATIENCE_SECONDS = 30;

    private final Javalin javalin;

    private AdminServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Binds and begins to answer; takes most of a second, so that nobody should wait for it. */
    public static AdminServer start(Endpoint address, AdminToken token, Desk desk) {
        Javalin javalin = Javalin.create(config -> configure(config, token, desk));
        javalin.start(address.host(), address.port());
        LOG.info("The admin endpoint listens on {}:{}", address.host(), javalin.port());
        return new AdminServer(javalin);
    }

    private static void configure(JavalinConfig config, AdminToken token, Desk desk) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        config.http.maxRequestSize = LARGEST_REQUEST;
        config.routes.before(request -> authorize(request, token));
        config.routes.get("/v1/decisions/{reference}", request -> why(request, desk));
        config.routes.post(
                "/v1/explain",
                request -> answer(request, desk.explain(Json.MAPPER.readValue(request.body(), Question.class))));
        config.routes.get("/v1/rules", request -> answer(request, desk.rules()));
        config.routes.exception(NotAllowed.class, (e, request) -> refuse(request, 401, String.valueOf(e.getMessage())));
        config.routes.exception(
                IllegalArgumentException.class, (e, request) -> refuse(request, 400, String.valueOf(e.getMessage())));
        config.routes.exception(JacksonException.class, (e, request) -> refuse(request, 400, e.getOriginalMessage()));
        config.routes.exception(
                StateException.class, (e, request) -> refuse(request, 503, String.valueOf(e.getMessage())));
        config.routes.exception(Exception.class, (e, request) -> {
            LOG.error("The admin endpoint could not answer {} {}", request.method(), request.path(), e);
            refuse(request, 500, "a defect in the proxy; its log has more");
        });
    }

    /** Somebody without the token. */
    private static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    private static void authorize(Context request, AdminToken token) {
        String authorization =
                Optional.ofNullable(request.header("Authorization")).orElse("");
        if (!token.matches(authorization)) {
            throw new NotAllowed(
                    "say 'Authorization: Bearer TOKEN' with the token from the file admin-token in state.directory");
        }
    }

    private static void why(Context request, Desk desk) throws Exception {
        String reference = request.pathParam("reference");
        var found = await(desk.why(reference));
        if (found.isPresent()) {
            answer(request, found.get());
        } else {
            refuse(
                    request,
                    404,
                    "no decision has the reference '" + reference
                            + "'; it may be older than rules.keepDecisions, or of another proxy");
        }
    }

    private static void answer(Context request, CompletionStage<?> later) throws Exception {
        answer(request, await(later));
    }

    private static void answer(Context request, Object value) {
        request.contentType("application/json").result(Json.MAPPER.writeValueAsBytes(value));
    }

    private static void refuse(Context request, int status, String problem) {
        request.status(status)
                .contentType("application/json")
                .result(Json.MAPPER.writeValueAsBytes(Map.of("problem", problem)));
    }

    /** Waits on a thread of the endpoint; a failure is thrown as what it was. */
    private static <T> T await(CompletionStage<T> later) throws Exception {
        try {
            return later.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StateException("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
                cause = wrapped.getCause();
            }
            throw cause instanceof Exception failure ? failure : e;
        }
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
