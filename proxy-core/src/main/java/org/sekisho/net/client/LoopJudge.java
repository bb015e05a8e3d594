package org.sekisho.net.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.session.JudgePort;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy for a session, and lets neither its failures nor its slowness come to the session. */
final class LoopJudge implements JudgePort {
    private static final Logger LOG = LoggerFactory.getLogger(LoopJudge.class);
    /** How long a policy may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Decision UNDECIDED =
            Decision.refuse(Reply.of(451, "4.3.0", "Cannot decide about this now, try again later"));

    private final Hearing hearing;
    private final LoopAnswers answers;

    LoopJudge(Hearing hearing, LoopAnswers answers) {
        this.hearing = hearing;
        this.answers = answers;
    }

    @Override
    public void ask(Stage stage, Consumer<Decision> answer) {
        answers.bring(asked(stage), LIMIT, failure -> undecided(stage, failure), answer);
    }

    @Override
    public void tell(Happening happening) {
        try {
            hearing.tell(happening);
        } catch (RuntimeException failure) {
            LOG.error("Something that watches sessions failed; mail is not affected", failure);
        }
    }

    @Override
    public Duration longestDelay() {
        return hearing.longestDelay();
    }

    /** A judge that throws has not decided, either. */
    private CompletableFuture<Decision> asked(Stage stage) {
        try {
            return hearing.judge(stage).toCompletableFuture();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static Decision undecided(Stage stage, Throwable failure) {
        LOG.error(
                "{}: the policy gave no decision, the command is deferred",
                stage.connection().session(),
                failure);
        return UNDECIDED;
    }
}
