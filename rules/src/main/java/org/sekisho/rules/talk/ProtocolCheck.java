package org.sekisho.rules.talk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Has the client kept to the protocol in this session, so far? */
final class ProtocolCheck implements Check<Stage> {
    private static final Reply PIPELINED =
            Reply.of(550, "5.5.1", "Protocol error: wait for the reply where SMTP says so");
    private static final Reply BARE_NEWLINE = Reply.of(550, "5.5.1", "Protocol error: lines must end with CRLF only");

    private final ProtocolSettings settings;
    private final Networks exempt;

    ProtocolCheck(ProtocolSettings settings) {
        this.settings = settings;
        exempt = Networks.parse("exempt", settings.exempt());
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        return CompletableFuture.completedStage(finding(stage, Talk.of(inquiry.file())));
    }

    private Finding finding(Stage stage, Talk talk) {
        if (exempt.have(stage.connection().client())) {
            return Finding.pass("the client's network is exempt");
        }
        if (settings.pipelining() && talk.has(Fault.PIPELINED_TOO_EARLY)) {
            return Finding.refuse(PIPELINED, "it did not wait for a reply where it has to (RFC 2920 section 3.1)");
        }
        if (settings.bareNewline() && talk.has(Fault.BARE_NEWLINE)) {
            return Finding.refuse(BARE_NEWLINE, "it sent a CR or LF that is not part of CRLF");
        }
        return Finding.pass("it keeps to the protocol");
    }
}
