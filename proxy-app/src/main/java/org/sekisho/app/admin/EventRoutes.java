package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.Optional;
import org.sekisho.app.decision.Json;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.feed.Follower;

/**
 * The path of events: the last of them as JSON, or, for whoever accepts an event stream, those that come. Each follower has a
 * thread of its own, which may wait for a slow reader.
 */
final class EventRoutes {
    static final String STREAM = "text/event-stream";

    /** So long after the last event something is written all the same, so that a follower that is gone is noticed. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private static final Duration COME_BACK = Duration.ofSeconds(60);

    private final Feed feed;
    private final JailDesk jails;

    EventRoutes(Feed feed, JailDesk jails) {
        this.feed = feed;
        this.jails = jails;
    }

    void in(RoutesConfig routes) {
        routes.get("/v1/events", this::events);
    }

    private void events(Context request) {
        Optional<String> jail = Answers.said(request, "jail");
        jail.ifPresent(jails::check);
        if (!STREAM.equals(request.header("Accept"))) {
            Answers.answer(request, feed.last(jail));
            return;
        }
        Follower follower = feed.follow(jail)
                .orElseThrow(() -> new TooMuch(
                        Feed.MOST_FOLLOWERS + " follow already, which is the most; end one of them", COME_BACK));
        new SseHandler(client -> begin(client, follower)).handle(request);
    }

    private static void begin(SseClient client, Follower follower) {
        client.keepAlive();
        client.onClose(follower::close);
        Thread thread = new Thread(() -> pass(follower, client), "admin-events");
        thread.setDaemon(true);
        thread.start();
    }

    private static void pass(Follower follower, SseClient client) {
        try (client) {
            boolean more = true;
            while (more && !client.terminated()) {
                Optional<FeedEvent> next = follower.next(QUIET);
                if (next.isPresent()) {
                    client.sendEvent(next.get().kind(), Json.MAPPER.writeValueAsString(next.get()));
                } else {
                    client.sendComment("nothing has happened");
                }
                more = next.filter(event -> event.kind().equals(FeedEvent.END)).isEmpty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
