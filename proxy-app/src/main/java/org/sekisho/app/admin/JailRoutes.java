package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The paths of bans. */
final class JailRoutes {
    private final JailDesk jails;

    JailRoutes(JailDesk jails) {
        this.jails = jails;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/ping", request -> AdminRoutes.answer(request, Map.of("answer", "pong")));
        routes.get("/v1/jails", request -> AdminRoutes.answer(request, AdminRoutes.await(jails.jails())));
        routes.get(
                "/v1/jails/{jail}",
                request -> AdminRoutes.answer(request, AdminRoutes.await(jails.jail(request.pathParam("jail")))));
        routes.post(
                "/v1/jails/{jail}",
                request -> AdminRoutes.answer(
                        request,
                        AdminRoutes.await(jails.change(
                                request.pathParam("jail"),
                                AdminRoutes.body(request, JailLine.Change.class),
                                AdminRoutes.operator(request)))));
        routes.get("/v1/bans", request -> AdminRoutes.answer(request, jails.bans(list(request, "hitting"))));
        routes.post(
                "/v1/bans",
                request -> AdminRoutes.answer(
                        request,
                        AdminRoutes.await(jails.ban(
                                AdminRoutes.body(request, BanLine.Wish.class), AdminRoutes.operator(request)))));
        routes.delete(
                "/v1/bans",
                request -> AdminRoutes.answer(
                        request,
                        AdminRoutes.await(jails.unban(
                                list(request, "subjects"), text(request, "jail"), AdminRoutes.operator(request)))));
    }

    /** Words with commas between them; none if nothing is said. */
    private static List<String> list(Context request, String parameter) {
        return Stream.of(text(request, parameter).split(","))
                .filter(word -> !word.isBlank())
                .toList();
    }

    private static String text(Context request, String parameter) {
        return Optional.ofNullable(request.queryParam(parameter)).orElse("");
    }
}
