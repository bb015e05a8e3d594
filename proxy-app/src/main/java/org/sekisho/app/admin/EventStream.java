package org.sekisho.app.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.sekisho.app.decision.Json;
import org.sekisho.app.feed.FeedEvent;

/** Server-sent events, as the endpoint writes them: each has its JSON in one line of data. */
final class EventStream {
    private static final String DATA = "data:";

    private final InputStream body;

    EventStream(InputStream body) {
        this.body = body;
    }

    /** Comes back when no more are wanted; the end of the stream is an exception that says why. */
    void passTo(Predicate<FeedEvent> wanted) throws IOException {
        String why = "the connection to the proxy was lost: it has died, or this reader was too slow";
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    FeedEvent event = Json.MAPPER.readValue(line.substring(DATA.length()), FeedEvent.class);
                    if (event.kind().equals(FeedEvent.END)) {
                        why = "the proxy has stopped";
                        break;
                    }
                    if (!wanted.test(event)) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new IOException(why, e);
        }
        throw new IOException(why);
    }
}
