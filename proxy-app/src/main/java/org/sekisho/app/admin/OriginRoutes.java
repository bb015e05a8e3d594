package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Supplier;

/** The path of the files that tell where addresses are. */
final class OriginRoutes {
    private final Supplier<List<OriginLine>> files;

    OriginRoutes(Supplier<List<OriginLine>> files) {
        this.files = files;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/origins", request -> Answers.answer(request, files.get()));
    }
}
