package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** All paths, behind one door: every request needs the token. */
final class AdminRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);

    private final Doorkeeper door;
    private final Desks desks;

    AdminRoutes(Doorkeeper door, Desks desks) {
        this.door = door;
        this.desks = desks;
    }

    void in(RoutesConfig routes) {
        routes.before(door::admit);
        routes.get("/v1/ping", request -> Answers.answer(request, Map.of("answer", "pong")));
        routes.get(
                "/v1/state",
                request -> Answers.answer(
                        request,
                        new StateLine(
                                desks.state().trouble().orElse(""),
                                desks.rules().onStoreFailure())));
        routes.get(
                "/v1/openapi.yaml",
                request -> request.contentType("application/yaml")
                        .result(AdminRoutes.class.getResourceAsStream("openapi.yaml")));
        new RuleRoutes(desks.rules()).in(routes);
        new NodeRoutes(desks.nodes()).in(routes);
        new AllowRoutes(desks.rules()).in(routes);
        new RecipientRoutes(desks.rules()).in(routes);
        new JailRoutes(desks.jails()).in(routes);
        new IncidentRoutes(desks.incidents()).in(routes);
        new OriginRoutes(desks.origins()).in(routes);
        new EventRoutes(desks.feed(), desks.jails()).in(routes);
        new StateRoutes(desks.state()).in(routes);
        new RevealRoutes(desks.pseudonyms()).in(routes);
        problems(routes);
    }

    private static void problems(RoutesConfig routes) {
        routes.exception(Doorkeeper.NotAllowed.class, (e, request) -> {
            request.header("WWW-Authenticate", "Bearer");
            Answers.refuse(request, 401, e);
        });
        routes.exception(TooMuch.class, (e, request) -> {
            request.header("Retry-After", Long.toString(e.seconds()));
            Answers.refuse(request, 429, e);
        });
        routes.exception(IllegalArgumentException.class, (e, request) -> Answers.refuse(request, 400, e));
        routes.exception(ConfigurationException.class, (e, request) -> Answers.refuse(request, 422, e));
        routes.exception(
                JacksonException.class,
                (e, request) -> Answers.refuse(request, 400, "the request is wrong: " + e.getOriginalMessage()));
        routes.exception(NotFound.class, (e, request) -> Answers.refuse(request, 404, e));
        routes.exception(StateException.class, (e, request) -> Answers.refuse(request, 503, e));
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("The admin endpoint could not answer {} {}", request.method(), request.path(), e);
            Answers.refuse(request, 500, "a defect in the proxy; its log has more");
        });
        routes.error(404, request -> {
            if (request.result() == null) {
                Answers.refuse(request, 404, "nothing can be asked under " + request.path());
            }
        });
    }
}
