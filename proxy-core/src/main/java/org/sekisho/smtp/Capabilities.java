package org.sekisho.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one EHLO reply offers.
 *
 * @param arguments what stands after each keyword, words separated by one space; empty if nothing does
 */
public record Capabilities(Map<Extension, String> arguments) {
    public static final Capabilities NONE = new Capabilities(Map.of());

    public Capabilities {
        Map<Extension, String> ordered = new EnumMap<>(Extension.class);
        ordered.putAll(arguments);
        arguments = Collections.unmodifiableMap(ordered);
    }

    /**
     * Reads the reply of an upstream, tolerantly: letter case, spaces and the line of a keyword do not matter (bug 31); unknown
     * keywords and malformed values are dropped (E10, E12). A reply other than 2xx offers nothing.
     */
    public static Capabilities ofEhlo(Reply reply) {
        return reply.positive() ? EhloReader.read(reply.lines()) : NONE;
    }

    public boolean has(Extension extension) {
        return arguments.containsKey(extension);
    }

    /** What stands after the keyword; empty also if the extension is not offered. */
    public String argument(Extension extension) {
        return arguments.getOrDefault(extension, "");
    }

    /** The words of the argument, such as the attributes of XCLIENT. */
    public List<String> words(Extension extension) {
        String argument = argument(extension);
        return argument.isEmpty() ? List.of() : List.of(argument.split(" "));
    }

    /** The SASL mechanisms, in upper case and in the order offered. */
    public List<String> mechanisms() {
        return words(Extension.AUTH);
    }

    /** The most octets a message may have; empty if SIZE tells none or 0 (RFC 1870 section 4). */
    public OptionalLong sizeLimit() {
        long limit = Decimal.parse(argument(Extension.SIZE));
        return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    /** The limit of that name, in upper case: RCPTMAX, MAILMAX or RCPTDOMAINMAX (RFC 9422). */
    public OptionalInt limit(String token) {
        for (String word : words(Extension.LIMITS)) {
            if (word.startsWith(token + "=")) {
                return OptionalInt.of(Integer.parseInt(word.substring(token.length() + 1)));
            }
        }
        return OptionalInt.empty();
    }

    /**
     * What both offer: the smaller size, the mechanisms in common in the order of this one. LIMITS is no promise but a bound:
     * it is there if either has it, with the smaller of each limit.
     */
    public Capabilities and(Capabilities other) {
        Map<Extension, String> common = new EnumMap<>(Extension.class);
        for (Extension extension : arguments.keySet()) {
            if (other.has(extension)) {
                common.put(extension, commonArgument(extension, other));
            }
        }
        common.remove(Extension.AUTH, "");
        String limits = smallerLimits(other);
        if (!limits.isEmpty()) {
            common.put(Extension.LIMITS, limits);
        }
        return new Capabilities(common);
    }

    private String commonArgument(Extension extension, Capabilities other) {
        return switch (extension) {
            case SIZE -> smallerSize(other);
            case AUTH, XCLIENT -> {
                List<String> words = new ArrayList<>(words(extension));
                words.retainAll(other.words(extension));
                yield String.join(" ", words);
            }
            default -> argument(extension);
        };
    }

    private String smallerSize(Capabilities other) {
        long mine = sizeLimit().orElse(Long.MAX_VALUE);
        long theirs = other.sizeLimit().orElse(Long.MAX_VALUE);
        long smaller = Math.min(mine, theirs);
        return smaller == Long.MAX_VALUE ? "" : Long.toString(smaller);
    }

    private String smallerLimits(Capabilities other) {
        List<String> smaller = new ArrayList<>();
        for (String token : EhloReader.LIMITS) {
            int limit = Math.min(
                    limit(token).orElse(Integer.MAX_VALUE), other.limit(token).orElse(Integer.MAX_VALUE));
            if (limit < Integer.MAX_VALUE) {
                smaller.add(token + "=" + limit);
            }
        }
        return String.join(" ", smaller);
    }

    /** The same with one extension added, or its argument replaced. */
    public Capabilities with(Extension extension, String argument) {
        Map<Extension, String> more = new EnumMap<>(Extension.class);
        more.putAll(arguments);
        more.put(extension, argument);
        return new Capabilities(more);
    }

    public Capabilities without(Extension extension) {
        Map<Extension, String> fewer = new EnumMap<>(Extension.class);
        fewer.putAll(arguments);
        fewer.remove(extension);
        return new Capabilities(fewer);
    }

    /** The lines of an EHLO reply after the first, in the order of {@link Extension}; XCLIENT is never among them (C8). */
    public List<String> ehloLines() {
        List<String> lines = new ArrayList<>(arguments.size());
        arguments.forEach((extension, argument) -> {
            if (extension != Extension.XCLIENT) {
                lines.add(argument.isEmpty() ? extension.keyword() : extension.keyword() + " " + argument);
            }
        });
        return lines;
    }
}
