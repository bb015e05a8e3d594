package org.sekisho.rules.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sekisho.rules.origin.Coordinates;

/** Where countries are, coarsely, and which have a border with each other. */
final class Atlas {
    private static final String FILE = "countries.txt";
    private static final int NEIGHBOURS = 4;

    private final Map<String, Country> countries = new HashMap<>();

    private record Country(Coordinates middle, int radius, Set<String> neighbours) {}

    private Atlas(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Coordinates middle = new Coordinates(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
            Set<String> neighbours = new HashSet<>(List.of(words).subList(NEIGHBOURS, words.length));
            countries.put(words[0], new Country(middle, Integer.parseInt(words[3]), Set.copyOf(neighbours)));
        }
    }

    static Atlas shipped() {
        return new Atlas(lines(FILE));
    }

    /** The lines of a file beside this class, without those that are empty or a remark. */
    static List<String> lines(String name) {
        try (InputStream file = Atlas.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from this program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether they are the same country, or have a border with each other. */
    boolean adjoin(String one, String other) {
        Country country = countries.get(one);
        return one.equals(other) || (country != null && country.neighbours.contains(other));
    }

    /** How far apart they are at least; 0 where that is not known. */
    double kilometres(String one, Optional<Coordinates> at, String other, Optional<Coordinates> there) {
        if (at.isPresent() && there.isPresent()) {
            return at.get().kilometresTo(there.get());
        }
        Country from = countries.get(one);
        Country to = countries.get(other);
        if (from == null || to == null || one.equals(other)) {
            return 0;
        }
        return Math.max(0, from.middle.kilometresTo(to.middle) - from.radius - to.radius);
    }
}
