package org.sekisho.smtp;

/** The words of a command line: separated by one or more spaces, and by nothing else; ASCII or not. */
final class Words {
    private Words() {}

    /** The first position from {@code at} on that is not a space, or the length of the text. */
    static int skipSpaces(String text, int at) {
        int position = at;
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
        return position;
    }

    /** The position of the first space from {@code at} on, or the length of the text. */
    static int end(String text, int at) {
        int space = text.indexOf(' ', at);
        return space < 0 ? text.length() : space;
    }

    static boolean areAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
