package org.sekisho.rules.trial;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of fields with one separator between them, as tools write credentials down. It fits in either order.
 *
 * @param id for alarms
 */
record Shape(String id, int points, byte separator, List<Field> fields) {

    /** What stands between two separators; none of it holds white space. */
    enum Field {
        ADDRESS,
        NAME,
        SECRET,
        HOST,
        PORT,
        DIGITS,
        WORD;

        boolean fits(byte[] line, int from, int to) {
            if (from >= to) {
                return false;
            }
            return switch (this) {
                case ADDRESS -> line[from] != '@' && line[to - 1] != '@' && count(line, from, to, '@') == 1;
                case NAME -> !every(line, from, to, Octets::digit);
                case SECRET -> true;
                case HOST ->
                    line[from] != '.' && count(line, from, to, '.') > 0 && every(line, from, to, Field::ofHost);
                case PORT -> PORTS.contains(number(line, from, to));
                case DIGITS -> every(line, from, to, Octets::digit);
                case WORD -> every(line, from, to, Octets::letter);
            };
        }

        private static boolean ofHost(byte octet) {
            return Octets.letterOrDigit(octet) || octet == '.' || octet == '-';
        }
    }

    private static final List<Integer> PORTS = List.of(25, 465, 587, 2525);
    private static final int MOST_FIELDS = 16;

    /** A kind of octet. */
    private interface Kind {
        boolean has(byte octet);
    }

    private static boolean every(byte[] line, int from, int to, Kind kind) {
        for (int i = from; i < to; i++) {
            if (!kind.has(line[i])) {
                return false;
            }
        }
        return true;
    }

    private static int count(byte[] line, int from, int to, char wanted) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (line[i] == wanted) {
                count++;
            }
        }
        return count;
    }

    /** The number of at most four digits that stands there; -1 if there is none. */
    private static int number(byte[] line, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.digit(line[i]) || to - from > 4) {
                return -1;
            }
            number = number * 10 + line[i] - '0';
        }
        return number;
    }

    /** @param pattern names of fields in lower case, with one and the same octet between them */
    static Shape parse(String id, int points, String pattern) {
        String separator = pattern.replaceAll("[a-z]", "").substring(0, 1);
        List<Field> fields = Stream.of(pattern.split(Pattern.quote(separator)))
                .map(name -> Field.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        return new Shape(id, points, (byte) separator.charAt(0), fields);
    }

    /** Whether all of a line, but for white space around its fields, has this shape, read from either end. */
    boolean fits(byte[] line, int length) {
        int[] ends = new int[MOST_FIELDS];
        int count = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || line[i] == separator) {
                if (count == fields.size()) {
                    return false;
                }
                ends[count++] = i;
            }
        }
        return count == fields.size() && (fits(line, ends, false) || fits(line, ends, true));
    }

    private boolean fits(byte[] line, int[] ends, boolean reversed) {
        int from = 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(reversed ? fields.size() - 1 - i : i);
            int begin = from;
            int end = ends[i];
            while (begin < end && line[begin] <= ' ' && line[begin] >= 0) {
                begin++;
            }
            while (end > begin && line[end - 1] <= ' ' && line[end - 1] >= 0) {
                end--;
            }
            if (!every(line, begin, end, octet -> octet > ' ' || octet < 0) || !field.fits(line, begin, end)) {
                return false;
            }
            from = ends[i] + 1;
        }
        return true;
    }
}
