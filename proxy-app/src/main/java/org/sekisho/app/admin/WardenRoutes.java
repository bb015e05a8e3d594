package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The paths of bans. */
final class WardenRoutes {
    private final Warden warden;

    WardenRoutes(Warden warden) {
        this.warden = warden;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/ping", request -> AdminRoutes.answer(request, Map.of("answer", "pong")));
        routes.get("/v1/jails", request -> AdminRoutes.answer(request, AdminRoutes.await(warden.jails())));
        routes.get(
                "/v1/jails/{jail}",
                request -> AdminRoutes.answer(request, AdminRoutes.await(warden.jail(request.pathParam("jail")))));
        routes.post(
                "/v1/jails/{jail}",
                request -> AdminRoutes.answer(
                        request,
                        AdminRoutes.await(warden.change(
                                request.pathParam("jail"), AdminRoutes.body(request, JailLine.Change.class)))));
        routes.get("/v1/bans", request -> AdminRoutes.answer(request, warden.bans(list(request, "hitting"))));
        routes.post(
                "/v1/bans",
                request -> AdminRoutes.answer(
                        request, AdminRoutes.await(warden.ban(AdminRoutes.body(request, BanLine.Wish.class)))));
        routes.delete(
                "/v1/bans",
                request -> AdminRoutes.answer(
                        request,
                        AdminRoutes.await(warden.unban(
                                list(request, "subjects"), text(request, "jail"), AdminRoutes.named(request, "by")))));
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
