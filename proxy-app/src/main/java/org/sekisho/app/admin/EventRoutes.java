package org.sekisho.app.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.sekisho.app.decision.Json;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.feed.FeedEvent;
import org.sekisho.app.feed.Follower;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of events: the last of them as JSON, or, for whoever accepts an event stream, those that come. Each follower keeps
 * a thread of the endpoint, which may wait for a slow reader.
 */
final class EventRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

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
        pass(follower, request);
    }

    private static void pass(Follower follower, Context request) {
        request.contentType(STREAM).header("Cache-Control", "no-cache");
        try (follower) {
            OutputStream out = request.res().getOutputStream();
            request.res().flushBuffer();
            boolean more = true;
            while (more) {
                Optional<FeedEvent> next = follower.next(QUIET);
                String text = next.map(EventRoutes::message).orElse(": nothing has happened\n\n");
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                more = next.filter(event -> event.kind().equals(FeedEvent.END)).isEmpty();
            }
        } catch (IOException gone) {
            LOG.debug("A follower of events has gone", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the HTML standard has server-sent events; JSON has no line ends of its own. */
    private static String message(FeedEvent event) {
        return "event: " + event.kind() + "\ndata: " + Json.MAPPER.writeValueAsString(event) + "\n\n";
    }
}
