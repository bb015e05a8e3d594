package org.sekisho.app.action;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekisho.rules.jail.BanEvent;

/** Writes down what comes, after it has failed or hung as it was told to. */
final class ScriptedAction implements BanAction {
    final List<String> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger tries = new AtomicInteger();
    /** Tries that will fail. */
    final AtomicInteger failures = new AtomicInteger();
    /** Whoever comes waits until this is open. */
    final CountDownLatch gate;

    final AtomicInteger losses = new AtomicInteger();
    private final String name;

    private ScriptedAction(String name, int closed) {
        this.name = name;
        gate = new CountDownLatch(closed);
    }

    static ScriptedAction open(String name) {
        return new ScriptedAction(name, 0);
    }

    static ScriptedAction hanging(String name) {
        return new ScriptedAction(name, 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean wants(BanEvent event) {
        return event instanceof BanEvent.Banned || event instanceof BanEvent.Unbanned;
    }

    @Override
    public void take(List<BanEvent> events) throws IOException, InterruptedException {
        tries.incrementAndGet();
        gate.await();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("the other side is closed");
        }
        events.forEach(event -> taken.add(event.ban().subject().toString()));
    }

    @Override
    public void lost() {
        losses.incrementAndGet();
    }
}
