package org.sekisho.smtp;

/** A command breaks the grammar. It never leaves the parser, and so has no stack trace. */
final class SyntaxException extends Exception {
    private final Reply reply;

    SyntaxException(Reply reply) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    /** The answer to the client. */
    Reply reply() {
        return reply;
    }
}
