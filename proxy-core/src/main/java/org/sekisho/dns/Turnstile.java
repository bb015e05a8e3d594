package org.sekisho.dns;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets a number of questions out at once and the rest wait in line, since each open question holds a socket. Who is told
 * to wait in a line that is full fails at once. Thread-safe.
 */
final class Turnstile {
    private final int open;
    private final int line;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int asked;
    private boolean advancing;

    /**
     * @param open how many questions may be unanswered at once
     * @param line how many may wait
     */
    Turnstile(int open, int line) {
        this.open = open;
        this.line = line;
    }

    /** The answer, asked for when it is this question's turn. Whoever completes the future first, gives up waiting. */
    <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.size() >= line) {
                answer.completeExceptionally(new IllegalStateException("too many questions at once"));
                return answer;
            }
            waiting.add(() -> {
                if (answer.isDone()) {
                    answered();
                } else {
                    question.get().whenComplete((found, failure) -> {
                        answered();
                        if (failure != null) {
                            answer.completeExceptionally(failure);
                        } else {
                            answer.complete(found);
                        }
                    });
                }
            });
        }
        advance();
        return answer;
    }

    private void answered() {
        synchronized (this) {
            asked--;
        }
        advance();
    }

    /** A loop for one thread at a time, not a recursion: a cached answer comes at once, and a line of them may be long. */
    private void advance() {
        while (true) {
            Runnable next;
            synchronized (this) {
                if (advancing || asked >= open || waiting.isEmpty()) {
                    return;
                }
                advancing = true;
                asked++;
                next = waiting.remove();
            }
            try {
                next.run();
            } finally {
                synchronized (this) {
                    advancing = false;
                }
            }
        }
    }
}
