package org.sekisho.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of an audit, by name: the full ones, numbered by their first line, the one that grows, and where the chain ends. */
record AuditFiles(Path directory) {
    static final String NAME = "audit.log";
    static final String HEAD = "audit.head";

    Path growing() {
        return directory.resolve(NAME);
    }

    /** A file that is full. */
    Path full(long first) {
        return directory.resolve("audit-%012d.log".formatted(first));
    }

    /** Holds the number and hash of the last line, so that lines that go missing at the end are missed. */
    Path head() {
        return directory.resolve(HEAD);
    }

    /** All of them, the oldest first. */
    List<Path> inOrder() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.filter(path -> path.getFileName().toString().matches("audit-\\d{12}\\.log"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        if (Files.exists(growing())) {
            files.add(growing());
        }
        return files;
    }

    /** Empty if it is not there, or was cut off while it was written. */
    Optional<Link> readHead() throws IOException {
        if (!Files.exists(head())) {
            return Optional.empty();
        }
        String[] words =
                Files.readString(head(), StandardCharsets.ISO_8859_1).strip().split(" ", -1);
        return words.length == 2 && words[0].matches("\\d{1,18}") && words[1].matches("[0-9a-f]{64}")
                ? Optional.of(new Link(Long.parseLong(words[0]), words[1]))
                : Optional.empty();
    }

    /** The octets as lines; what stands after the last line feed is the last element, empty if nothing does. */
    static List<byte[]> lines(byte[] octets) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '\n') {
                lines.add(Arrays.copyOfRange(octets, from, at));
                from = at + 1;
            }
        }
        lines.add(Arrays.copyOfRange(octets, from, octets.length));
        return lines;
    }

    static Optional<AuditLine.Read> read(byte[] line) {
        return AuditLine.read(new String(line, UTF_8));
    }
}
