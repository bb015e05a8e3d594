package org.sekisho.app.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.sekisho.app.decision.Json;
import org.sekisho.state.Held;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One line of an exported state: JSON, without line ends of its own. The first is a head, the last an end. */
sealed interface Line {
    /** The version of the format; it counts up when an older program would take a line for something else. */
    int VERSION = 1;

    String ENTRY = "{\"table\"";
    String END = "{\"end\"";

    /**
     * What begins it.
     *
     * @param sekishoState the version of the format
     * @param exported when it was begun
     */
    record Head(int sekishoState, Instant exported) implements Line {}

    /**
     * A record.
     *
     * @param value as its table writes it down, in base64
     * @param expires empty for a record that lasts for ever
     */
    @JsonPropertyOrder({"table", "key", "value", "expires"})
    record Entry(String table, String key, String value, Optional<Instant> expires) implements Line {
        static Entry of(String table, String key, Held<ByteBuffer> held) {
            byte[] octets = new byte[held.value().remaining()];
            held.value().duplicate().get(octets);
            return new Entry(
                    table,
                    key,
                    Base64.getEncoder().encodeToString(octets),
                    Optional.of(held.expires()).filter(expires -> expires.isBefore(Instant.MAX)));
        }

        /** @throws IllegalArgumentException if the value is no base64 */
        Held<ByteBuffer> held() {
            byte[] octets;
            try {
                octets = Base64.getDecoder().decode(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("its value is no base64", e);
            }
            return new Held<>(ByteBuffer.wrap(octets).asReadOnlyBuffer(), expires.orElse(Instant.MAX));
        }
    }

    /**
     * What ends it: a file without is cut off.
     *
     * @param end how many records came before
     */
    record End(long end) implements Line {}

    JsonMapper STRICT = Json.MAPPER
            .rebuild()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    default String text() {
        return STRICT.writeValueAsString(this);
    }

    /** @throws IllegalArgumentException with the reason, if it is none */
    static Line parse(String text) {
        Class<? extends Line> kind =
                text.startsWith(ENTRY) ? Entry.class : text.startsWith(END) ? End.class : Head.class;
        try {
            return STRICT.readValue(text, kind);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "it is no line of an exported state: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
