package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** The paths of accounts and of incidents. */
final class IncidentRoutes {
    private final IncidentDesk desk;

    IncidentRoutes(IncidentDesk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get(
                "/v1/incidents",
                request -> Answers.answer(
                        request, Answers.await(desk.incidents("true".equals(request.queryParam("all"))))));
        routes.get("/v1/incidents/{id}", request -> found(request, Answers.await(desk.incident(id(request)))));
        routes.post(
                "/v1/incidents/{id}",
                request -> found(
                        request,
                        Answers.await(desk.act(
                                id(request),
                                Answers.body(request, IncidentLine.Wish.class),
                                Answers.operator(request)))));
        routes.post("/v1/complaints", request -> {
            Optional<IncidentLine> incident = Answers.await(
                    desk.complain(Answers.body(request, IncidentLine.Complaint.class), Answers.operator(request)));
            Answers.answer(request, incident.isPresent() ? incident.get() : Map.of());
        });
        routes.get("/v1/accounts", request -> Answers.answer(request, Answers.await(desk.accounts())));
        routes.get("/v1/accounts/{name}", request -> {
            String name = request.pathParam("name");
            Answers.found(
                    request,
                    Answers.await(desk.account(name)),
                    "the account '" + name + "' has not logged in within a year");
        });
    }

    private static String id(Context request) {
        return request.pathParam("id");
    }

    private static void found(Context request, Optional<IncidentLine> incident) {
        Answers.found(
                request,
                incident,
                "there is no incident '" + id(request) + "' that is open; 'sekisho incidents --all' lists all");
    }
}
