package org.sekisho.net.codec;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the rules say of content, written for whole strings and without a thought for speed: the decoders' referee. */
final class NaiveContent {
    private NaiveContent() {}

    /** Length of the message in a stream that holds its terminator. */
    static int messageLength(String stream) {
        return stream.startsWith(".\r\n") ? 0 : stream.indexOf("\r\n.\r\n") + 2;
    }

    /** Index of the first CR or LF that is not part of a CRLF, or the length. */
    static int violation(String message) {
        for (int i = 0; i < message.length(); i++) {
            if (message.startsWith("\r\n", i)) {
                i++;
            } else if (message.charAt(i) == '\r' || message.charAt(i) == '\n') {
                return i;
            }
        }
        return message.length();
    }

    static String unstuff(String message) {
        return eachLine(message, line -> line.startsWith(".") ? line.substring(1) : line);
    }

    static String stuff(String message) {
        return eachLine(message, line -> line.startsWith(".") ? "." + line : line);
    }

    static String normalize(String message) {
        return message.replaceAll("\r(?!\n)", " ").replaceAll("(?<!\r)\n", "\r\n");
    }

    static String withFinalCrlf(String message) {
        return message.isEmpty() || message.endsWith("\r\n") ? message : message + "\r\n";
    }

    private static String eachLine(String message, UnaryOperator<String> change) {
        return Arrays.stream(message.split("\r\n", -1)).map(change).collect(Collectors.joining("\r\n"));
    }
}
