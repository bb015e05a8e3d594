package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.answer;
import static org.sekisho.app.admin.Answers.body;
import static org.sekisho.app.admin.Answers.later;
import static org.sekisho.app.admin.Answers.operator;
import static org.sekisho.app.admin.Answers.said;
import static org.sekisho.app.admin.Answers.words;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The paths of jails and bans. */
final class JailRoutes {
    private final JailDesk jails;

    JailRoutes(JailDesk jails) {
        this.jails = jails;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/jails", request -> later(request, jails.jails()));
        routes.get("/v1/jails/{jail}", request -> later(request, jails.jail(request.pathParam("jail"))));
        routes.post("/v1/jails/{jail}", this::change);
        routes.get(
                "/v1/bans", request -> answer(request, jails.bans(words(request, "hitting"), said(request, "jail"))));
        routes.post(
                "/v1/bans", request -> later(request, jails.ban(body(request, BanLine.Wish.class), operator(request))));
        routes.post("/v1/bans/end", this::unban);
    }

    private void change(Context request) throws Exception {
        JailLine.Change change = body(request, JailLine.Change.class);
        later(request, jails.change(request.pathParam("jail"), change, operator(request)));
    }

    private void unban(Context request) throws Exception {
        Unbanned.Wish wish = body(request, Unbanned.Wish.class);
        later(request, jails.unban(wish.subjects(), wish.jail().orElse(""), operator(request)));
    }
}
