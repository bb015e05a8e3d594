package org.sekisho.app.admin;

import static org.sekisho.app.admin.Answers.answer;
import static org.sekisho.app.admin.Answers.operator;
import static org.sekisho.app.admin.Answers.said;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the state as a whole. Records pass through one by one, however many there are. */
final class StateRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StateRoutes.class);
    private static final int BUFFER = 1 << 16;

    private final StateDesk desk;

    StateRoutes(StateDesk desk) {
        this.desk = desk;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/state/tables", request -> answer(request, desk.count()));
        routes.get("/v1/state/export", this::export);
        routes.post("/v1/state/import", this::take);
    }

    /** What goes wrong behind the first records is told by the end that is missing. */
    private void export(Context request) throws Exception {
        request.contentType("application/jsonl");
        OutputStream out = new BufferedOutputStream(request.res().getOutputStream(), BUFFER);
        try {
            desk.export(out, operator(request));
        } catch (StateException e) {
            if (!request.res().isCommitted()) {
                throw e;
            }
            LOG.warn("An export of the state ended early: {}", e.getMessage());
        }
        out.flush();
    }

    private void take(Context request) throws Exception {
        boolean overwrite = said(request, "overwrite").filter("true"::equals).isPresent();
        BufferedReader file =
                new BufferedReader(new InputStreamReader(request.bodyInputStream(), StandardCharsets.UTF_8), BUFFER);
        answer(request, desk.take(file, overwrite, operator(request)));
    }
}
