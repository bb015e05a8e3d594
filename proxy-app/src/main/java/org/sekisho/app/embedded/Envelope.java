package org.sekisho.app.embedded;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Sender and recipients, which are no part of the message. */
record Envelope(String from, List<String> to) {
    private static final JsonMapper JSON = new JsonMapper();

    Envelope {
        to = List.copyOf(to);
    }

    String json() {
        Map<String, Object> fields = new TreeMap<>(Map.of("from", from, "to", to));
        return JSON.writeValueAsString(fields) + "\n";
    }
}
