package org.sekisho.session;

import org.sekisho.smtp.Reply;

/** The replies that the session gives itself. Their texts name nothing of the inside (U3). */
final class Answers {
    static final Reply OK = Reply.of(250, "2.0.0", "Ok");
    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Ok");
    static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    static final Reply HELP = Reply.of(214, "2.0.0", "See RFC 5321");
    static final Reply START_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply CANNOT_VERIFY = Reply.of(252, "2.5.2", "Cannot verify the address; send mail to try it");
    static final Reply AUTHENTICATED_ALREADY = Reply.of(503, "5.5.1", "Already authenticated");

    static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.2", "Command not recognised");
    static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.6", "Line too long");
    static final Reply BARE_NEWLINE_IN_COMMAND = Reply.of(500, "5.5.2", "Lines must end with CRLF only");
    static final Reply NOT_SMTP = Reply.of(521, "5.5.1", "This is an SMTP server");
    static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors");
    static final Reply TOO_MUCH_JUNK = Reply.of(421, "4.7.0", "Too many commands without mail");
    static final Reply TIMEOUT = Reply.of(421, "4.4.2", "Timeout while waiting for you");
    static final Reply SHUTDOWN = Reply.of(421, "4.3.2", "Service is stopping, try again later");
    static final Reply DEFECT = Reply.of(421, "4.3.0", "Internal error");

    static final Reply HELO_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
    static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A transaction is under way; send RSET first");
    static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Send MAIL first");
    static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "Send RCPT first");
    static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    static final Reply IN_CHUNKS = Reply.of(503, "5.5.1", "The message is being sent with BDAT; go on or send RSET");
    static final Reply CHUNKING_NOT_OFFERED = Reply.of(502, "5.5.1", "BDAT is not offered here");

    static final Reply STARTTLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final Reply TLS_UNAVAILABLE = Reply.of(502, "5.5.1", "STARTTLS is not offered here");
    static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is on already");
    static final Reply TLS_TOO_LATE = Reply.of(503, "5.5.1", "STARTTLS must come before AUTH and MAIL");
    static final Reply PIPELINED_STARTTLS = Reply.of(554, "5.5.0", "Nothing may be sent behind STARTTLS");

    static final Reply AUTH_FIRST = Reply.of(530, "5.7.0", "Authentication required");
    static final Reply AUTH_UNAVAILABLE = Reply.of(503, "5.5.1", "AUTH is not offered here");
    static final Reply AUTH_IN_TRANSACTION = Reply.of(503, "5.5.1", "AUTH must come before MAIL");
    static final Reply AUTH_MECHANISM = Reply.of(504, "5.5.4", "Mechanism not offered");
    static final Reply AUTH_SERVER_FIRST =
            Reply.of(501, "5.7.0", "In this mechanism the server speaks first; send no initial response");
    static final Reply AUTH_CANCELLED = Reply.of(501, "5.0.0", "Authentication cancelled");
    static final Reply AUTH_SYNTAX = Reply.of(501, "5.5.2", "Cannot decode the response");
    static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "Authentication exchange line too long");
    static final Reply AUTH_LATER = Reply.of(454, "4.7.0", "Temporary authentication failure");

    static final Reply PARAMETER_NOT_OFFERED = Reply.of(555, "5.5.4", "Parameter not recognised or not offered");
    static final Reply SENDER_NEEDS_SMTPUTF8 = Reply.of(550, "5.6.7", "Must declare SMTPUTF8 to send this address");
    static final Reply RECIPIENT_NEEDS_SMTPUTF8 = Reply.of(553, "5.6.7", "Must declare SMTPUTF8 to send this address");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message size exceeds the limit");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
    static final Reply BARE_NEWLINE = Reply.of(550, "5.5.2", "Message holds a bare CR or LF; lines must end with CRLF");

    static final Reply UPSTREAM_LOST =
            Reply.of(451, "4.4.2", "Lost the connection to the mail server, try again later");
    static final Reply UPSTREAM_LOST_CLOSING =
            Reply.of(421, "4.4.2", "Lost the connection to the mail server, connect again");
    static final Reply UPSTREAM_CLOSING = Reply.of(451, "4.3.2", "The mail server is closing, try again later");
    static final Reply UPSTREAM_CONFUSED = Failures.CONFUSED;
    static final Reply UPSTREAM_CANNOT = Reply.of(451, "4.3.0", "The mail server cannot do this now, try again later");

    private Answers() {}

    static Reply greeting(String hostName) {
        return Reply.of(220, hostName + " ESMTP");
    }

    static Reply chunkTaken(long octets) {
        return Reply.of(250, "2.0.0", octets + " octets received");
    }
}
