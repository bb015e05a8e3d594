package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.later;
import static org.sekisho.app.admin.Answers.operator;
import static org.sekisho.app.admin.Answers.said;

import io.javalin.config.RoutesConfig;

/** The paths of all that share a store. */
final class NodeRoutes {
    private final NodeDesk desk;

    NodeRoutes(NodeDesk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/nodes", request -> later(request, desk.all()));
        routes.post(
                "/v1/nodes/reload",
                request -> later(request, desk.reloadAll(operator(request), said(request, "jail"))));
        routes.get("/v1/decisions/{reference}", request -> later(request, desk.why(request.pathParam("reference"))));
    }
}
