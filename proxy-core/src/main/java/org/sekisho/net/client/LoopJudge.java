package org.sekisho.net.client;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.session.JudgePort;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a decision that came from elsewhere back to its session's event loop: the only place where that is done. */
final class LoopJudge implements JudgePort {
    private static final Logger LOG = LoggerFactory.getLogger(LoopJudge.class);
    /** How long a policy may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Decision UNDECIDED =
            Decision.refuse(Reply.of(451, "4.3.0", "Cannot decide about this now, try again later"));

    private final Hearing hearing;
    private final EventLoop loop;
    private final Consumer<Runnable> run;

    /**
     * @param run runs an event of the session
     */
    LoopJudge(Hearing hearing, EventLoop loop, Consumer<Runnable> run) {
        this.hearing = hearing;
        this.loop = loop;
        this.run = run;
    }

    @Override
    public void ask(Stage stage, Consumer<Decision> answer) {
        CompletableFuture<Decision> asked = asked(stage);
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            answer.accept(asked.join());
            return;
        }
        CompletionStage<Decision> limited = asked.copy().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((decision, failure) -> loop.execute(
                () -> run.accept(() -> answer.accept(failure == null ? decision : undecided(stage, failure)))));
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
