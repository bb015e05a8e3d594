package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.app.feed.FeedEvent;

final class EventStreamTest {
    private static final String BAN =
            "event: ban\ndata: {\"time\":\"2027-01-04T12:00:00Z\",\"kind\":\"ban\",\"text\":\"[a] Ban\"}\n\n";

    private final List<FeedEvent> seen = new ArrayList<>();

    private static EventStream stream(String text) {
        return new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aProxyThatDiesIsToldFromOneThatStops() {
        assertThatThrownBy(() -> stream(": nothing has happened\n\n" + BAN).passTo(seen::add))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the connection to the proxy was lost");
        assertThat(seen).extracting(FeedEvent::text).containsExactly("[a] Ban");
        assertThatThrownBy(() -> stream(BAN.replace("\"ban\"", "\"end\"")).passTo(seen::add))
                .hasMessage("the proxy has stopped");
    }

    @Test
    void endsWhenNoMoreAreWanted() throws IOException {
        stream(BAN + BAN).passTo(event -> {
            seen.add(event);
            return false;
        });

        assertThat(seen).hasSize(1);
    }
}
