package org.sekisho.rules.jail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of evidence of a ban, as octets until somebody looks at them: there may be hundreds of thousands of bans in memory,
 * of which hardly any is ever looked at. Those that were read share the octets with the store's record.
 */
final class Evidence extends AbstractList<String> {
    private static final String BETWEEN = "\n";

    /** UTF-8; never moved. */
    private final ByteBuffer octets;

    private Evidence(ByteBuffer octets) {
        this.octets = octets;
    }

    /** Of lines without line feeds, each of at least one character. */
    static Evidence of(List<String> lines) {
        return lines instanceof Evidence known
                ? known
                : new Evidence(ByteBuffer.wrap(String.join(BETWEEN, lines).getBytes(StandardCharsets.UTF_8)));
    }

    /** Of what {@link #text} gave, in UTF-8. */
    static Evidence ofText(ByteBuffer octets) {
        return new Evidence(octets);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(octets.duplicate()).toString();
    }

    @Override
    public String get(int index) {
        return lines().get(index);
    }

    @Override
    public int size() {
        return lines().size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence evidence ? octets.equals(evidence.octets) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return lines().hashCode();
    }

    private List<String> lines() {
        return octets.hasRemaining() ? List.of(text().split(BETWEEN, -1)) : List.of();
    }
}
