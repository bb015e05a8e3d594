package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.answer;
import static org.sekisho.app.admin.Answers.await;
import static org.sekisho.app.admin.Answers.body;
import static org.sekisho.app.admin.Answers.found;
import static org.sekisho.app.admin.Answers.later;
import static org.sekisho.app.admin.Answers.named;
import static org.sekisho.app.admin.Answers.operator;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The paths of the operators' allow list. */
final class AllowRoutes {
    private final Desk desk;

    AllowRoutes(Desk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/allow", request -> answer(request, desk.allowed()));
        routes.post("/v1/allow", request -> later(request, desk.allow(body(request, Allowed.Wish.class))));
        routes.delete("/v1/allow", this::remove);
    }

    private void remove(Context request) throws Exception {
        String subject = named(request, "subject");
        found(request, await(desk.forgetAllowed(subject, operator(request))), "there is no entry '" + subject + "'");
    }
}
