package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.decision.Json;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** What can be asked under which path; every request needs the token. Problems are JSON with the key {@code problem}. */
final class AdminRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final int LONGEST_NAME = 64;

    /** The header with the name of whoever asks. */
    static final String OPERATOR = "Sekisho-Operator";

    private final AdminToken token;
    private final Desk desk;

    AdminRoutes(AdminToken token, Desk desk) {
        this.token = token;
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.before(this::authorize);
        routes.get("/v1/decisions/{reference}", this::why);
        routes.post("/v1/explain", request -> answer(request, await(desk.explain(body(request, Question.class)))));
        routes.get("/v1/rules", request -> answer(request, desk.rules()));
        routes.get("/v1/allow", request -> answer(request, desk.allowed()));
        routes.post("/v1/allow", request -> answer(request, await(desk.allow(body(request, Allowed.Wish.class)))));
        routes.delete("/v1/allow", request -> {
            String subject = named(request, "subject");
            found(
                    request,
                    await(desk.forgetAllowed(subject, operator(request))),
                    "there is no entry '" + subject + "'");
        });
        routes.get("/v1/recipients", request -> answer(request, desk.recipientStats()));
        routes.get("/v1/recipients/{address}", request -> {
            String address = request.pathParam("address");
            found(request, await(desk.recipient(address)), "nothing is remembered of '" + address + "'");
        });
        routes.get("/v1/recipients/guesses/{client}", request -> {
            String client = request.pathParam("client");
            found(
                    request,
                    await(desk.guesses(client)),
                    "no client in the network of '" + client + "' has tried unknown recipients within a day");
        });
        routes.delete(
                "/v1/recipients",
                request -> answer(
                        request,
                        Map.of("forgotten", await(desk.forgetRecipients(named(request, "which"), operator(request))))));
        routes.post("/v1/reload", request -> answer(request, await(desk.reload(operator(request)))));
        problems(routes);
    }

    private static void problems(RoutesConfig routes) {
        routes.exception(NotAllowed.class, (e, request) -> refuse(request, 401, e));
        routes.exception(IllegalArgumentException.class, (e, request) -> refuse(request, 400, e));
        routes.exception(ConfigurationException.class, (e, request) -> refuse(request, 422, e));
        routes.exception(JacksonException.class, (e, request) -> refuse(request, 400, e));
        routes.exception(StateException.class, (e, request) -> refuse(request, 503, e));
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("The admin endpoint could not answer {} {}", request.method(), request.path(), e);
            refuse(request, 500, "a defect in the proxy; its log has more");
        });
        routes.error(404, request -> {
            if (request.result() == null) {
                refuse(request, 404, "nothing can be asked under " + request.path());
            }
        });
    }

    /** Somebody without the token. */
    private static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    private void authorize(Context request) {
        String authorization =
                Optional.ofNullable(request.header("Authorization")).orElse("");
        if (!token.matches(authorization)) {
            throw new NotAllowed(
                    "say 'Authorization: Bearer TOKEN' with the token from the file admin-token in state.directory");
        }
    }

    /** Who asks, by their own word: it stands in the audit. */
    static String operator(Context request) {
        String said = Optional.ofNullable(request.header(OPERATOR)).orElse("").replaceAll("[^!-~]", "");
        return said.isEmpty() ? "operator" : said.substring(0, Math.min(said.length(), LONGEST_NAME));
    }

    private void why(Context request) throws Exception {
        String reference = request.pathParam("reference");
        found(
                request,
                await(desk.why(reference)),
                "no decision has the reference '" + reference
                        + "'; it may be older than rules.keepDecisions, or of another proxy");
    }

    static <T> T body(Context request, Class<T> type) {
        return Json.MAPPER.readValue(request.body(), type);
    }

    static String named(Context request, String parameter) {
        return Optional.ofNullable(request.queryParam(parameter))
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + parameter + " is missing"));
    }

    static void found(Context request, Optional<?> value, String otherwise) {
        if (value.isPresent()) {
            answer(request, value.get());
        } else {
            refuse(request, 404, otherwise);
        }
    }

    static void answer(Context request, Object value) {
        request.contentType("application/json").result(Json.MAPPER.writeValueAsBytes(value));
    }

    static void refuse(Context request, int status, Exception problem) {
        refuse(request, status, String.valueOf(problem.getMessage()));
    }

    private static void refuse(Context request, int status, String problem) {
        request.status(status)
                .contentType("application/json")
                .result(Json.MAPPER.writeValueAsBytes(Map.of("problem", problem)));
    }

    /** Waits on a thread of the endpoint; a failure is thrown as what it was. */
    static <T> T await(CompletionStage<T> later) throws Exception {
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
}
