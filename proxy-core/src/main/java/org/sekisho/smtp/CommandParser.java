package org.sekisho.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads one command line. Every line has an answer: a command whose parts are well formed, or the reply to what is wrong.
 *
 * <p>Words are separated by spaces; a tab or another control character anywhere is an error (S15). Text is ASCII or valid
 * UTF-8 (E6), and is relayed as it was written.
 */
public final class CommandParser {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_UNKNOWN_WORD = 64;
    /** RFC 4422 section 3.1. */
    private static final int LONGEST_MECHANISM = 20;

    private CommandParser() {}

    /** Reads a line without its CRLF; holds none of the array afterwards. */
    public static Command parse(byte[] line) {
        int endOfVerb = 0;
        while (endOfVerb < line.length && line[endOfVerb] != ' ') {
            endOfVerb++;
        }
        Verb verb = Verb.of(line, endOfVerb);
        try {
            return switch (verb) {
                case OTHER -> unknown(line, endOfVerb);
                case AUTH -> auth(line, endOfVerb);
                // Latin-1: a line with strange octets still tells how many octets follow it (B3).
                case BDAT -> bdat(new String(line, StandardCharsets.ISO_8859_1), endOfVerb);
                default -> textual(verb, decode(line), endOfVerb);
            };
        } catch (SyntaxException e) {
            return new Command.Malformed(verb, e.reply());
        }
    }

    private static Command textual(Verb verb, String line, int endOfVerb) throws SyntaxException {
        int at = Words.skipSpaces(line, endOfVerb);
        boolean argument = at < line.length();
        return switch (verb) {
            case HELO -> new Command.Helo(name(line, at, Replies.HELO_SYNTAX));
            case EHLO -> new Command.Ehlo(name(line, at, Replies.EHLO_SYNTAX));
            case MAIL -> mail(line, at);
            case RCPT -> rcpt(line, at);
            case DATA, RSET, QUIT, STARTTLS -> simple(verb, !argument, Replies.NO_ARGUMENT);
            case VRFY -> simple(verb, argument, Replies.VRFY_SYNTAX);
            case EXPN -> simple(verb, argument, Replies.EXPN_SYNTAX);
            default -> new Command.Simple(verb);
        };
    }

    private static Command simple(Verb verb, boolean wellFormed, Reply otherwise) throws SyntaxException {
        if (!wellFormed) {
            throw new SyntaxException(otherwise);
        }
        return new Command.Simple(verb);
    }

    /** The greeting name: one word of ASCII, whatever it looks like (bug 63, E5). */
    private static String name(String line, int from, Reply syntax) throws SyntaxException {
        int to = Words.end(line, from);
        String name = line.substring(from, to);
        boolean alone = Words.skipSpaces(line, to) == line.length();
        if (name.isEmpty() || name.length() > LONGEST_NAME || !Words.areAscii(name) || !alone) {
            throw new SyntaxException(syntax);
        }
        return name;
    }

    private static Command mail(String line, int from) throws SyntaxException {
        PathParser path = PathParser.reverse(line, argument(line, from, "FROM:", Replies.MAIL_SYNTAX));
        ReversePath sender = path.reversePath();
        return new Command.Mail(sender, ParameterParser.parse(Verb.MAIL, line, path.end()));
    }

    private static Command rcpt(String line, int from) throws SyntaxException {
        PathParser path = PathParser.forward(line, argument(line, from, "TO:", Replies.RCPT_SYNTAX));
        Mailbox recipient = path.path();
        return new Command.Rcpt(recipient, ParameterParser.parse(Verb.RCPT, line, path.end()));
    }

    /** Where the path starts. Spaces after the colon are tolerated (L12). */
    private static int argument(String line, int from, String keyword, Reply syntax) throws SyntaxException {
        int at = Words.skipSpaces(line, from + keyword.length());
        if (!line.regionMatches(true, from, keyword, 0, keyword.length()) || at >= line.length()) {
            throw new SyntaxException(syntax);
        }
        return at;
    }

    /** The size decides: without it nobody knows where the next command starts. */
    private static Command bdat(String line, int endOfVerb) throws SyntaxException {
        int from = Words.skipSpaces(line, endOfVerb);
        int to = Words.end(line, from);
        long size = Decimal.parse(line, from, to);
        if (size < 0) {
            throw new SyntaxException(Replies.BDAT_SYNTAX);
        }
        int markerFrom = Words.skipSpaces(line, to);
        int markerTo = Words.end(line, markerFrom);
        String marker = line.substring(markerFrom, markerTo);
        boolean last = marker.equalsIgnoreCase("LAST");
        if ((!last && !marker.isEmpty()) || Words.skipSpaces(line, markerTo) < line.length()) {
            return new Command.BadBdat(size, Replies.BDAT_SYNTAX);
        }
        return new Command.Bdat(size, last);
    }

    /** Stays with bytes: the initial response is a secret and must not become a string. */
    private static Command auth(byte[] line, int endOfVerb) throws SyntaxException {
        int from = skipSpaces(line, endOfVerb);
        int to = from;
        while (to < line.length && isMechanismText(line[to])) {
            to++;
        }
        boolean ended = to == line.length || line[to] == ' ';
        if (to == from || to - from > LONGEST_MECHANISM || !ended) {
            throw new SyntaxException(Replies.AUTH_SYNTAX);
        }
        String mechanism = new String(line, from, to - from, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        // More than one space occurs in the wild (A3).
        int responseFrom = skipSpaces(line, to);
        int responseTo = line.length;
        while (responseTo > responseFrom && line[responseTo - 1] == ' ') {
            responseTo--;
        }
        if (responseFrom == responseTo) {
            return new Command.Auth(mechanism, Optional.empty());
        }
        boolean empty = responseTo - responseFrom == 1 && line[responseFrom] == '=';
        if (!empty && !SaslText.isBase64(line, responseFrom, responseTo)) {
            throw new SyntaxException(Replies.NOT_BASE64);
        }
        return new Command.Auth(mechanism, Optional.of(Arrays.copyOfRange(line, responseFrom, responseTo)));
    }

    private static boolean isMechanismText(byte c) {
        boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letterOrDigit || c == '-' || c == '_';
    }

    private static int skipSpaces(byte[] line, int at) {
        int position = at;
        while (position < line.length && line[position] == ' ') {
            position++;
        }
        return position;
    }

    private static Command unknown(byte[] line, int endOfWord) throws SyntaxException {
        if (endOfWord == 0) {
            throw new SyntaxException(Replies.EMPTY_COMMAND);
        }
        boolean notSmtp = ForeignProtocol.speaks(line, endOfWord);
        if (!notSmtp) {
            refuseControlCharacters(line);
        }
        StringBuilder word = new StringBuilder(LONGEST_UNKNOWN_WORD);
        for (int i = 0; i < Math.min(endOfWord, LONGEST_UNKNOWN_WORD); i++) {
            word.append(line[i] > ' ' && line[i] < 0x7f ? (char) line[i] : '?');
        }
        return new Command.Unknown(word.toString(), notSmtp);
    }

    private static String decode(byte[] line) throws SyntaxException {
        boolean ascii = refuseControlCharacters(line);
        return ascii ? new String(line, StandardCharsets.US_ASCII) : decodeUtf8(line);
    }

    /** Returns whether the line is ASCII. */
    private static boolean refuseControlCharacters(byte[] line) throws SyntaxException {
        boolean ascii = true;
        for (byte octet : line) {
            if ((octet >= 0 && octet < ' ') || octet == 0x7f) {
                throw new SyntaxException(Replies.CONTROL_CHARACTER);
            }
            ascii &= octet >= 0;
        }
        return ascii;
    }

    private static String decodeUtf8(byte[] line) throws SyntaxException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException(Replies.NOT_UTF8);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new SyntaxException(Replies.CONTROL_CHARACTER);
        }
        return text;
    }
}
