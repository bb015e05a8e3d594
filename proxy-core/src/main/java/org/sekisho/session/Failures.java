package org.sekisho.session;

import org.sekisho.smtp.Reply;

/** What a client is told when no upstream can be used: always temporary, never where or why exactly (U1 to U3). */
public final class Failures {
    /** It cannot be reached, or does not want to talk. */
    public static final Reply UNAVAILABLE = Reply.of(451, "4.4.1", "The mail server is not available, try again later");
    /** All its connections are in use. */
    public static final Reply BUSY = Reply.of(451, "4.3.2", "The mail server is busy, try again later");
    /** TLS is required, and does not work. */
    public static final Reply NO_TLS =
            Reply.of(451, "4.7.5", "No secure connection to the mail server, try again later");
    /** It cannot be told who the client is. */
    public static final Reply NO_IDENTITY = Reply.of(451, "4.3.0", "The mail system is misconfigured, try again later");
    /** What it says is not SMTP. */
    public static final Reply CONFUSED = Reply.of(451, "4.3.0", "The mail server gave a wrong answer, try again later");

    private Failures() {}
}
