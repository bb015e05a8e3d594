package org.sekisho.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A reply as it stands on the wire: a code and one or more lines of text (RFC 5321 section 4.2).
 *
 * <p>The text holds the enhanced status code, if there is one, as a relayed reply keeps the words of the server that
 * spoke them. No line holds CR, LF or another control character, so that a reply stays one reply (L9): a tab
 * becomes a space, any other a question mark.
 *
 * @param code 200 to 599
 * @param lines at least one; without code and line end
 */
public record Reply(int code, List<String> lines) {
    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("Not a reply code: " + code);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("A reply has at least one line");
        }
        lines = lines.stream().map(Reply::printable).toList();
    }

    /** A reply of one line without an enhanced status code: greeting, EHLO, 3xx. */
    public static Reply of(int code, String text) {
        return new Reply(code, List.of(text));
    }

    /** A reply of one line with an enhanced status code, such as {@code of(550, "5.1.1", "No such user")}. */
    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, List.of(enhanced + " " + text));
    }

    /** 2xx: done. */
    public boolean positive() {
        return code / 100 == 2;
    }

    /** 3xx: go on. */
    public boolean intermediate() {
        return code / 100 == 3;
    }

    /** 4xx: try again later. */
    public boolean temporary() {
        return code / 100 == 4;
    }

    /** 5xx: do not try again. */
    public boolean permanent() {
        return code / 100 == 5;
    }

    public Optional<EnhancedCode> enhanced() {
        return EnhancedCode.startOf(lines.get(0));
    }

    /** The same reply with X.0.0 on every line that lacks a fitting enhanced status code (L10); 3xx has none. */
    public Reply withEnhancedCode() {
        if (intermediate() || lines.stream().allMatch(this::hasFittingCode)) {
            return this;
        }
        String general = code / 100 + ".0.0 ";
        return new Reply(
                code,
                lines.stream()
                        .map(line -> hasFittingCode(line) ? line : general + line)
                        .toList());
    }

    private boolean hasFittingCode(String line) {
        return EnhancedCode.startOf(line)
                .filter(found -> found.category() == code / 100)
                .isPresent();
    }

    /** The bytes on the wire, UTF-8, every line ended with CRLF. */
    public byte[] encode() {
        return encode(' ');
    }

    /** The same as the beginning of a longer reply: others of the same code must follow. */
    public byte[] encodeOpen() {
        return encode('-');
    }

    private byte[] encode(char mark) {
        StringBuilder wire = new StringBuilder(lines.size() * 64);
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            wire.append(code).append(i < last ? '-' : mark).append(lines.get(i)).append("\r\n");
        }
        return wire.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String printable(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?").replaceAll("[\\x80-\\x9f]", "?");
            }
        }
        return line;
    }

    /** One line for logs: the code and the texts, separated by spaces. */
    @Override
    public String toString() {
        return code + " " + String.join(" ", lines);
    }
}
