package org.sekisho.testing;

import java.util.concurrent.CompletableFuture;

/** Work beside a test, each in a thread of its own: on a small machine the common pool has one, and blocked work keeps it. */
public final class Background {
    private Background() {}

    /** Starts the work; the future ends with it, and fails with it. */
    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, task -> {
            Thread thread = new Thread(task, "beside-the-test");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
