package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.answer;
import static org.sekisho.app.admin.Answers.body;
import static org.sekisho.app.admin.Answers.later;
import static org.sekisho.app.admin.Answers.operator;
import static org.sekisho.app.admin.Answers.said;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The paths of rules, of what they would decide, and of the configuration that they come from. */
final class RuleRoutes {
    private final Desk desk;

    RuleRoutes(Desk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/rules", request -> answer(request, desk.rules()));
        routes.post("/v1/explain", request -> later(request, desk.explain(body(request, Question.class))));
        routes.post("/v1/reload", this::reload);
    }

    private void reload(Context request) throws Exception {
        later(request, desk.reload(operator(request), said(request, "jail")));
    }
}
