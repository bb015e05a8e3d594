package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** The path of pseudonyms. */
final class RevealRoutes {
    /** The header with the token that is needed beside the endpoint's own. */
    static final String TOKEN = "Sekisho-Reveal";

    private final RevealDesk desk;

    RevealRoutes(RevealDesk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.post("/v1/reveal", this::reveal);
        routes.exception(RevealDesk.NotAuthorized.class, (e, request) -> AdminRoutes.refuse(request, 403, e));
    }

    private void reveal(Context request) throws Exception {
        String token = Optional.ofNullable(request.header(TOKEN)).orElse("");
        Revealed.Wish wish = AdminRoutes.body(request, Revealed.Wish.class);
        AdminRoutes.answer(request, desk.reveal(wish, token, AdminRoutes.operator(request)));
    }
}
