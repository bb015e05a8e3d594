package org.sekisho.net.client;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings answers that come from elsewhere back to their session's event loop: the only place where that is done. */
final class LoopAnswers {
    private final EventLoop loop;
    private final Consumer<Runnable> run;

    /**
     * @param run runs an event of the session
     */
    LoopAnswers(EventLoop loop, Consumer<Runnable> run) {
        this.loop = loop;
        this.run = run;
    }

    /**
     * Passes the answer on, at once if it is there.
     *
     * @param limit how long it may take
     * @param otherwise what stands in its place if it fails or takes longer
     */
    <T> void bring(CompletableFuture<T> asked, Duration limit, Function<Throwable, T> otherwise, Consumer<T> answer) {
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            answer.accept(asked.join());
            return;
        }
        CompletionStage<T> limited = asked.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        limited.whenComplete((result, failure) -> loop.execute(
                () -> run.accept(() -> answer.accept(failure == null ? result : otherwise.apply(failure)))));
    }
}
