package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.answer;
import static org.sekisho.app.admin.Answers.await;
import static org.sekisho.app.admin.Answers.found;
import static org.sekisho.app.admin.Answers.named;
import static org.sekisho.app.admin.Answers.operator;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.OptionalInt;

/** The paths of what is remembered of recipients. */
final class RecipientRoutes {
    private final Desk desk;

    RecipientRoutes(Desk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/recipients", request -> answer(request, desk.recipientStats()));
        routes.get("/v1/recipients/{address}", this::recipient);
        routes.get("/v1/recipients/guesses/{client}", this::guesses);
        routes.delete("/v1/recipients", this::forget);
    }

    private void recipient(Context request) throws Exception {
        String address = request.pathParam("address");
        found(request, await(desk.recipient(address)), "nothing is remembered of '" + address + "'");
    }

    private void guesses(Context request) throws Exception {
        String client = request.pathParam("client");
        found(
                request,
                await(desk.guesses(client)),
                "no client in the network of '" + client + "' has tried unknown recipients within a day");
    }

    private void forget(Context request) throws Exception {
        OptionalInt forgotten = await(desk.forgetRecipients(named(request, "which"), operator(request)));
        answer(request, forgotten.isPresent() ? Map.of("forgotten", forgotten.getAsInt()) : Map.of());
    }
}
