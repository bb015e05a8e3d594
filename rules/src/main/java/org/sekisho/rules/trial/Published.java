package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What trial mails of known tools look like, as the program ships it. The file tells its own format.
 *
 * @param date when somebody last looked whether it still holds
 * @param blockPoints for a block of lines with keys
 */
record Published(
        LocalDate date,
        List<Mark> marks,
        List<Greeting> greetings,
        List<Shape> shapes,
        Map<KeyLines.Key, List<byte[]>> keys,
        int blockPoints) {
    /** The id of a block of lines with keys. */
    static final String BLOCK = "key-lines";

    private static final String FILE = "trial-marks.txt";
    private static final String DATE = "# date: ";

    /** A name in HELO or EHLO, in lower case; {@code ?} is any letter or digit. */
    record Greeting(String id, int points, String name) {
        boolean fits(String helo) {
            if (helo.length() != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                char c = Character.toLowerCase(helo.charAt(i));
                if (c != name.charAt(i) && !(name.charAt(i) == '?' && Character.isLetterOrDigit(c))) {
                    return false;
                }
            }
            return true;
        }
    }

    static Published shipped() {
        try (InputStream file = Published.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return read(new BufferedReader(new InputStreamReader(file, UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    static Published read(List<String> lines) {
        LocalDate date = lines.stream()
                .filter(line -> line.startsWith(DATE))
                .map(line -> LocalDate.parse(line.substring(DATE.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + " has no line '" + DATE + "'"));
        List<Mark> marks = new ArrayList<>();
        List<Greeting> greetings = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        Map<KeyLines.Key, List<byte[]>> keys = new EnumMap<>(KeyLines.Key.class);
        int blockPoints = 0;
        for (String line : lines) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] words = line.strip().split("\\s+", 4);
            if (words.length < 4) {
                throw new IllegalStateException(FILE + ": a line has four parts, not: " + line);
            }
            String id = words[1];
            int points = Integer.parseInt(words[2]);
            String text = words[3];
            switch (words[0]) {
                case "helo" -> greetings.add(new Greeting(id, points, text.toLowerCase(Locale.ROOT)));
                case "shape" -> shapes.add(Shape.parse(id, points, text));
                case "key" -> {
                    keys.put(KeyLines.Key.valueOf(id.toUpperCase(Locale.ROOT)), words(text));
                    blockPoints = Math.max(blockPoints, points);
                }
                default ->
                    marks.add(new Mark(
                            Place.valueOf(words[0].toUpperCase(Locale.ROOT)),
                            id,
                            points,
                            text.toLowerCase(Locale.ROOT)));
            }
        }
        return new Published(
                date, List.copyOf(marks), List.copyOf(greetings), List.copyOf(shapes), Map.copyOf(keys), blockPoints);
    }

    private static List<byte[]> words(String text) {
        return Neighbours.words(Stream.of(text.split(",")).map(String::strip).toList());
    }
}
