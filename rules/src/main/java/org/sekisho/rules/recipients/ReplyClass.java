package org.sekisho.rules.recipients;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sekisho.smtp.EnhancedCode;
import org.sekisho.smtp.Reply;

/**
 * A kind of reply to RCPT, by both of its codes, such as {@code 550 5.1.1}. A code alone says too little: a mail server
 * that holds its refusals until RCPT also says 550 to a client or a sender that it does not want (R1, R2).
 */
record ReplyClass(int code, EnhancedCode enhanced) {
    private static final Pattern FORM = Pattern.compile("(5[0-9]{2}) (5\\.[0-9]{1,3}\\.[0-9]{1,3})");
    private static final Pattern ADDRESS = Pattern.compile("<[^>]*>");

    /** Reads a setting. */
    static ReplyClass parse(String key, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    key + " must be replies such as '550 5.1.1', for good and with both codes, not '" + text + "'");
        }
        int space = text.indexOf(' ');
        return new ReplyClass(
                Integer.parseInt(text, 0, space, 10),
                EnhancedCode.startOf(text.substring(space + 1)).orElseThrow());
    }

    static List<ReplyClass> parse(String key, List<String> texts) {
        return texts.stream().map(text -> parse(key, text)).toList();
    }

    /** Whether the reply is of this kind, and speaks of the recipient: a text about the sender is about the sender (R4). */
    boolean matches(Reply reply) {
        return reply.code() == code
                && reply.enhanced().filter(enhanced::equals).isPresent()
                && reply.lines().stream().noneMatch(ReplyClass::speaksOfSender);
    }

    private static boolean speaksOfSender(String line) {
        String text = line.toLowerCase(Locale.ROOT);
        return text.contains("sender") && ADDRESS.matcher(text).replaceAll("").contains("sender");
    }
}
