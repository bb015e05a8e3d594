package org.sekisho.app.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.sekisho.app.decision.Json;
import org.sekisho.state.StateException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What all routes have in common: requests are read and answered as JSON, and problems have the key {@code problem}. */
final class Answers {
    private static final long PATIENCE_SECONDS = 30;
    private static final int LONGEST_NAME = 64;

    /** The header with the name of whoever asks. */
    static final String OPERATOR = "Sekisho-Operator";

    private static final JsonMapper REQUESTS = Json.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private Answers() {}

    /** Who asks, by their own word: it stands in the audit. */
    static String operator(Context request) {
        String said = Optional.ofNullable(request.header(OPERATOR)).orElse("").replaceAll("[^!-~]", "");
        return said.isEmpty() ? "operator" : said.substring(0, Math.min(said.length(), LONGEST_NAME));
    }

    static <T> T body(Context request, Class<T> type) {
        return read(request.body(), type);
    }

    /** With nothing missing. */
    static <T> T read(String text, Class<T> type) {
        return REQUESTS.readValue(text, type);
    }

    /** A parameter that has to be there. */
    static String named(Context request, String parameter) {
        return said(request, parameter)
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + parameter + " is missing"));
    }

    /** A parameter that may be there. */
    static Optional<String> said(Context request, String parameter) {
        return Optional.ofNullable(request.queryParam(parameter)).filter(value -> !value.isEmpty());
    }

    /** Words with commas between them; none if nothing is said. */
    static List<String> words(Context request, String parameter) {
        return said(request, parameter).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .filter(word -> !word.isBlank())
                .toList();
    }

    static void found(Context request, Optional<?> value, String otherwise) {
        if (value.isPresent()) {
            answer(request, value.get());
        } else {
            refuse(request, 404, otherwise);
        }
    }

    static void answer(Context request, Object value) {
        request.contentType("application/json").result(Json.MAPPER.writeValueAsBytes(value));
    }

    /** Waits for the answer on a thread of the endpoint; a failure is thrown as what it was. */
    static void later(Context request, CompletionStage<?> answer) throws Exception {
        answer(request, await(answer));
    }

    static void refuse(Context request, int status, Exception problem) {
        refuse(request, status, String.valueOf(problem.getMessage()));
    }

    static void refuse(Context request, int status, String problem) {
        request.status(status)
                .contentType("application/json")
                .result(Json.MAPPER.writeValueAsBytes(Map.of("problem", problem)));
    }

    /** What a stage failed with, in words. */
    static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    static <T> T await(CompletionStage<T> later) throws Exception {
        try {
            return later.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StateException("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
                cause = wrapped.getCause();
            }
            throw cause instanceof Exception failure ? failure : e;
        }
    }
}
