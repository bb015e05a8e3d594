package org.sekisho.smtp;

/** The replies to commands that break the grammar. None repeats what the client wrote. */
final class Replies {
    static final Reply EMPTY_COMMAND = Reply.of(500, "5.5.2", "Command missing");
    static final Reply CONTROL_CHARACTER =
            Reply.of(501, "5.5.2", "Control characters are not allowed in commands; separate words by spaces");
    static final Reply NOT_UTF8 = Reply.of(501, "5.5.2", "The command is neither ASCII nor UTF-8");

    // Replies to HELO and EHLO carry no enhanced status code (L10).
    static final Reply HELO_SYNTAX = Reply.of(501, "Syntax: HELO hostname");
    static final Reply EHLO_SYNTAX = Reply.of(501, "Syntax: EHLO hostname");

    static final Reply MAIL_SYNTAX = Reply.of(501, "5.5.4", "Syntax: MAIL FROM:<address>");
    static final Reply RCPT_SYNTAX = Reply.of(501, "5.5.4", "Syntax: RCPT TO:<address>");
    static final Reply BAD_SENDER = Reply.of(501, "5.1.7", "Bad sender address syntax");
    static final Reply BAD_RECIPIENT = Reply.of(501, "5.1.3", "Bad recipient address syntax");
    static final Reply BAD_PARAMETER = Reply.of(501, "5.5.4", "Bad parameter: expected KEYWORD or KEYWORD=VALUE");

    static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument is allowed");
    static final Reply VRFY_SYNTAX = Reply.of(501, "5.5.4", "Syntax: VRFY address");
    static final Reply EXPN_SYNTAX = Reply.of(501, "5.5.4", "Syntax: EXPN list");
    static final Reply BDAT_SYNTAX = Reply.of(501, "5.5.4", "Syntax: BDAT size [LAST]");
    static final Reply AUTH_SYNTAX = Reply.of(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");

    /** To an initial response that is not base64 (RFC 4954 section 4, A3). */
    static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "Cannot decode the base64 data");

    private Replies() {}

    /** To a parameter with a wrong value, or given twice. */
    static Reply badValue(String keyword) {
        return Reply.of(501, "5.5.4", "Bad or repeated parameter " + keyword);
    }
}
