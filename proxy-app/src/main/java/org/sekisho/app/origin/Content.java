package org.sekisho.app.origin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin.AutonomousSystem;

/**
 * What a file tells of addresses, and where that stands in it. What is not known there is empty; what cannot be meant is an
 * {@link IllegalArgumentException}.
 *
 * @param key in the configuration
 * @param fromFields of a line of CSV, after the first and the last address
 * @param fromRecord of an mmdb
 */
record Content<V>(
        String key, Function<List<String>, Optional<V>> fromFields, Function<Map<?, ?>, Optional<V>> fromRecord) {
    static final Content<String> COUNTRIES = new Content<>(
            "countries",
            fields -> country(field(fields, 0)),
            found -> country(text(
                    found.get("country") instanceof Map<?, ?> country
                            ? country.get("iso_code")
                            : found.get("country_code"))));

    static final Content<AutonomousSystem> SYSTEMS = new Content<>(
            "systems",
            fields -> system(field(fields, 0), fields.size() > 1 ? fields.get(1) : ""),
            found -> system(
                    text(found.get("autonomous_system_number")), text(found.get("autonomous_system_organization"))));

    /** A line has country, state, district, city, postcode, latitude, longitude and time zone. */
    static final Content<Coordinates> CITIES =
            new Content<>("cities", fields -> place(field(fields, 5), field(fields, 6)), Content::place);

    private static final long LAST_SYSTEM = 0xFFFF_FFFFL;

    private static String field(List<String> fields, int index) {
        if (index >= fields.size()) {
            throw new IllegalArgumentException(
                    "there are only " + (fields.size() + 2) + " fields where " + (index + 3) + " are needed");
        }
        return fields.get(index);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** {@code -} and {@code ZZ} are words for no country. */
    private static Optional<String> country(String code) {
        if (code.isEmpty() || code.equals("-") || code.equalsIgnoreCase("ZZ")) {
            return Optional.empty();
        }
        if (!code.matches("[A-Za-z]{2}")) {
            throw new IllegalArgumentException("'" + code + "' is not a country's code of two letters, such as JP");
        }
        return Optional.of(code.toUpperCase(Locale.ROOT));
    }

    private static Optional<AutonomousSystem> system(String number, String name) {
        if (number.isEmpty()) {
            return Optional.empty();
        }
        if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) > LAST_SYSTEM) {
            throw new IllegalArgumentException("'" + number + "' is not the number of a system, such as 64500");
        }
        long parsed = Long.parseLong(number);
        return parsed == 0 ? Optional.empty() : Optional.of(new AutonomousSystem(parsed, name));
    }

    private static Optional<Coordinates> place(Map<?, ?> found) {
        Map<?, ?> place = found.get("location") instanceof Map<?, ?> location ? location : found;
        return place(text(place.get("latitude")), text(place.get("longitude")));
    }

    private static Optional<Coordinates> place(String latitude, String longitude) {
        if (latitude.isEmpty() && longitude.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Coordinates(Double.parseDouble(latitude), Double.parseDouble(longitude)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + latitude + "' and '" + longitude + "' are not a latitude and a longitude", e);
        }
    }
}
