package org.sekisho.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the path of a MAIL or RCPT command from its line (RFC 5321 section 4.1.2).
 *
 * <p>More is taken than the RFC allows where real clients err and the meaning is plain: a missing pair of angle brackets,
 * as Postfix does by default, underscores in domains, and in senders dots out of place (N2, bug 63). A source route is
 * checked and dropped (N1). A second at sign outside quotes is refused: servers would disagree on the domain (N3).
 */
final class PathParser {
    /** RFC 5321 section 4.5.3.1.3: 256 octets, with the angle brackets (N7). A longer local part than 64 passes. */
    private static final int LONGEST_MAILBOX = 254;

    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final String text;
    private final Reply bad;
    private final boolean forward;
    private int at;

    private PathParser(String text, int at, boolean forward) {
        this.text = text;
        this.at = at;
        this.forward = forward;
        this.bad = forward ? Replies.BAD_RECIPIENT : Replies.BAD_SENDER;
    }

    /** For the argument of MAIL FROM, which starts at that position of the line. */
    static PathParser reverse(String text, int at) {
        return new PathParser(text, at, false);
    }

    /** For the argument of RCPT TO, which starts at that position of the line. */
    static PathParser forward(String text, int at) {
        return new PathParser(text, at, true);
    }

    ReversePath reversePath() throws SyntaxException {
        if (text.startsWith("<>", at)) {
            at += 2;
            requireEnd();
            return ReversePath.NULL;
        }
        return ReversePath.of(path());
    }

    Mailbox path() throws SyntaxException {
        boolean bracketed = skip('<');
        dropSourceRoute();
        Mailbox mailbox = mailbox();
        require(!bracketed || skip('>'));
        requireEnd();
        return mailbox;
    }

    /** Where the path ended: at a space or the end of the line. */
    int end() {
        return at;
    }

    private void dropSourceRoute() throws SyntaxException {
        if (!skip('@')) {
            return;
        }
        domain();
        while (skip(',')) {
            require(skip('@'));
            domain();
        }
        require(skip(':'));
    }

    private Mailbox mailbox() throws SyntaxException {
        int start = at;
        String localPart = skip('"') ? quotedString() : dotString();
        String domain = "";
        if (skip('@')) {
            domain = domain();
        } else {
            // RFC 5321 section 4.1.1.3: the one recipient that needs no domain.
            require(forward && localPart.toLowerCase(Locale.ROOT).equals("postmaster"));
        }
        String written = text.substring(start, at);
        require(octets(written) <= LONGEST_MAILBOX);
        return new Mailbox(written, localPart, domain);
    }

    private String dotString() throws SyntaxException {
        int start = at;
        while (at < text.length() && (isAtomText(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String word = text.substring(start, at);
        require(!word.isEmpty() && (!forward || dotsInPlace(word)));
        return word;
    }

    /** The opening quote has been read. */
    private String quotedString() throws SyntaxException {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (skip('\\')) {
                require(at < text.length() && text.charAt(at) < 0x7f);
            }
            value.append(text.charAt(at++));
        }
        require(skip('"'));
        return value.toString();
    }

    private String domain() throws SyntaxException {
        int start = at;
        if (skip('[')) {
            int close = text.indexOf(']', at);
            require(close > 0 && AddressLiteral.valid(text.substring(at, close)));
            at = close + 1;
            return text.substring(start, at);
        }
        while (at < text.length() && isDomainText(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        require(!name.isEmpty() && dotsInPlace(name));
        return name;
    }

    private static boolean dotsInPlace(String word) {
        return word.charAt(0) != '.' && word.charAt(word.length() - 1) != '.' && !word.contains("..");
    }

    private static boolean isAtomText(char c) {
        return isLetterOrDigit(c) || c >= 0x80 || ATOM_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isDomainText(char c) {
        return isLetterOrDigit(c) || c >= 0x80 || c == '.' || c == '-' || c == '_';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static int octets(String written) {
        // One UTF-16 unit is at least one octet and at most three, so that most addresses need not be encoded.
        return written.length() * 3 <= LONGEST_MAILBOX
                ? written.length()
                : written.getBytes(StandardCharsets.UTF_8).length;
    }

    private boolean skip(char expected) {
        boolean found = at < text.length() && text.charAt(at) == expected;
        if (found) {
            at++;
        }
        return found;
    }

    /** {@code <a@b>SIZE=1} is an error, not a path and a parameter (N6). */
    private void requireEnd() throws SyntaxException {
        require(at == text.length() || text.charAt(at) == ' ');
    }

    private void require(boolean condition) throws SyntaxException {
        if (!condition) {
            throw new SyntaxException(bad);
        }
    }
}
