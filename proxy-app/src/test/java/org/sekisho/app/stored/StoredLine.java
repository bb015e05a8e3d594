package org.sekisho.app.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sekisho.state.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record as some version of this program wrote it, and what it says.
 *
 * @param hexadecimal its octets; empty if no version has written it yet: {@code -Dsekisho.fixtures=write} has this one do so
 */
record StoredLine(String key, String hexadecimal, JsonNode means) {
    private static final Path FOLDER = Path.of("src/test/resources/org/sekisho/app/stored/records");
    private static final HexFormat HEX = HexFormat.of();

    static boolean writing() {
        return System.getProperty("sekisho.fixtures", "").equals("write");
    }

    static Path file(String table) {
        return FOLDER.resolve(table + ".jsonl");
    }

    /** None if there is no file of that table. */
    static List<StoredLine> of(Table<?> table) {
        try {
            return Files.exists(file(table.name()))
                    ? Files.readAllLines(file(table.name())).stream()
                            .map(StoredLine::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredLine parse(String line) {
        JsonNode read = Meaning.JSON.readTree(line);
        return new StoredLine(read.get("key").asString(), read.path("octets").asString(""), read.get("means"));
    }

    /** Has this version write down those that none has written. */
    static void write(Table<?> table) {
        List<String> lines = new ArrayList<>();
        for (StoredLine line : of(table)) {
            lines.add((line.isWritten()
                            ? line
                            : new StoredLine(line.key, HEX.formatHex(line.encodedBy(table)), line.means))
                    .toString());
        }
        try {
            Files.write(file(table.name()), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As this version writes it. */
    <T> byte[] encodedBy(Table<T> table) {
        return table.codec().encode(Meaning.value(table, means));
    }

    boolean isWritten() {
        return !hexadecimal.isEmpty();
    }

    byte[] octets() {
        return HEX.parseHex(hexadecimal);
    }

    /** The number of its encoding. */
    int version() {
        return octets()[0];
    }

    /** The same as if a version had written it whose encoding has this number. */
    byte[] inVersion(int number) {
        byte[] other = octets();
        other[0] = (byte) number;
        return other;
    }

    @Override
    public String toString() {
        ObjectNode line = Meaning.JSON.createObjectNode();
        line.put("key", key);
        line.put("octets", hexadecimal);
        line.set("means", means);
        return line.toString();
    }
}
