package org.sekisho.rules.dnslists;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which answers of a list count, as Postfix writes it: {@code 127.0.0.2}, {@code 127.0.0.[2..11]} or
 * {@code 127.0.[0..255].[1;3]}.
 */
final class AnswerPattern {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{1,3}|\\[[0-9.;]+])\\.(\\d{1,3}|\\[[0-9.;]+])\\.(\\d{1,3}|\\[[0-9.;]+])\\.(\\d{1,3}|\\[[0-9.;]+])");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:\\.\\.(\\d{1,3}))?");

    private final List<List<Range>> octets;

    private record Range(int from, int to) {
        boolean holds(int octet) {
            return from <= octet && octet <= to;
        }
    }

    private AnswerPattern(List<List<Range>> octets) {
        this.octets = octets;
    }

    static AnswerPattern parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text);
        }
        List<List<Range>> octets = new ArrayList<>();
        for (int i = 1; i <= form.groupCount(); i++) {
            octets.add(ranges(form.group(i), text));
        }
        return new AnswerPattern(octets);
    }

    private static List<Range> ranges(String octet, String text) {
        String inside = octet.startsWith("[") ? octet.substring(1, octet.length() - 1) : octet;
        List<Range> ranges = new ArrayList<>();
        for (String part : inside.split(";", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw wrong(text);
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to || to > 255) {
                throw wrong(text);
            }
            ranges.add(new Range(from, to));
        }
        return ranges;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "answers: '" + text + "' is not an answer of a list, such as 127.0.0.2 or 127.0.0.[2..11;14]");
    }

    boolean matches(InetAddress answer) {
        byte[] given = answer.getAddress();
        for (int i = 0; i < octets.size(); i++) {
            int octet = given[i] & 0xff;
            if (octets.get(i).stream().noneMatch(range -> range.holds(octet))) {
                return false;
            }
        }
        return true;
    }
}
