package org.sekisho.app.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/**
 * Good clients who send one message after the other through several proxies, and write down how long they waited and what
 * they were told. Beside them somebody says NOOP to each proxy all the time, which no rule is asked about: how long that
 * takes tells how long an event loop did something else.
 */
final class MailLoad {
    private static final Duration BETWEEN_MAILS = Duration.ofMillis(100);
    private static final Duration BETWEEN_BEATS = Duration.ofMillis(10);
    /** More of them without mail are too many for the proxy. */
    private static final int BEATS_OF_A_SESSION = 15;

    private static final int CLIENTS = 6;
    private static final Pattern NUMBER = Pattern.compile("Subject: (load-\\d+)");

    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong longestWait = new AtomicLong();
    private final Queue<Long> beats = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    /** By the beginning of a reply that is not positive, how often it came. */
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    private final List<CompletableFuture<Void>> parts = new ArrayList<>();
    private volatile boolean over;

    private MailLoad() {}

    /** The clients send from now on; all of them are known to greylisting before this returns. */
    static MailLoad begin(List<Site> sites) {
        MailLoad load = new MailLoad();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            try {
                Await.until("greylisting knows client " + client, () -> load.mail(sites.get(0), client));
            } catch (AssertionError never) {
                throw new AssertionError(never.getMessage() + "; it was told " + load.refusals, never);
            }
        }
        load.forget();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            load.again(() -> {
                load.mail(sites.get(client % sites.size()), client);
                LockSupport.parkNanos(BETWEEN_MAILS.toNanos());
            });
        }
        sites.forEach(load::beat);
        return load;
    }

    private void forget() {
        refusals.clear();
        longestWait.set(0);
    }

    private void again(Runnable act) {
        parts.add(Background.run(() -> {
            while (!over) {
                act.run();
            }
        }));
    }

    /** Whether the message was taken. */
    private boolean mail(Site site, int client) {
        String number = "load-" + numbers.incrementAndGet();
        try (RawClient session = site.connect("192.0.2." + (100 + client))) {
            boolean taken = timed(session::reply)
                    && timed(session, "EHLO client.friend.example")
                    && timed(session, "MAIL FROM:<sender" + client + "@example.org>")
                    && timed(session, "RCPT TO:<user@example.com>")
                    && timed(session, "DATA")
                    && timed(session, "Subject: " + number + "\r\n\r\nbody\r\n.");
            if (taken) {
                accepted.add(number);
                session.command("QUIT");
            }
            return taken;
        }
    }

    private boolean timed(RawClient session, String line) {
        return timed(() -> session.command(line));
    }

    private boolean timed(Supplier<String> exchange) {
        long begun = System.nanoTime();
        String reply = exchange.get();
        longestWait.accumulateAndGet(System.nanoTime() - begun, Math::max);
        return says(reply);
    }

    private boolean says(String reply) {
        boolean positive = reply.charAt(0) < '4';
        if (!positive) {
            refusals.merge(reply.replaceFirst(" \\(ref .*", ""), 1, Integer::sum);
        }
        return positive;
    }

    private void beat(Site site) {
        again(() -> {
            try (RawClient session = site.client("192.0.2.99")) {
                for (int i = 0; i < BEATS_OF_A_SESSION && !over; i++) {
                    long begun = System.nanoTime();
                    session.command("NOOP", "250");
                    beats.add(System.nanoTime() - begun);
                    LockSupport.parkNanos(BETWEEN_BEATS.toNanos());
                }
            }
        });
    }

    /** How many messages were taken so far. */
    int taken() {
        return accepted.size();
    }

    /** Ends it; the clients finish what they have begun. */
    Result end() throws Exception {
        over = true;
        CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        List<Long> sorted = beats.stream().sorted().toList();
        return new Result(
                List.copyOf(accepted),
                Duration.ofNanos(longestWait.get()),
                Map.copyOf(refusals),
                Duration.ofNanos(sorted.get(sorted.size() * 99 / 100)),
                Duration.ofNanos(sorted.get(sorted.size() - 1)));
    }

    /**
     * @param accepted the numbers of the messages that were taken
     * @param longestWait for one reply
     * @param beat how long an event loop took for a NOOP, for 99 of 100; and the longest
     */
    record Result(
            List<String> accepted,
            Duration longestWait,
            Map<String, Integer> refusals,
            Duration beat,
            Duration longestBeat) {
        @Override
        public String toString() {
            return "%d messages, longest wait for a reply %d ms, refusals %s, NOOP within %d ms (99 of 100) and %d ms (all)"
                    .formatted(
                            accepted.size(), longestWait.toMillis(), refusals, beat.toMillis(), longestBeat.toMillis());
        }

        /** The numbers of all messages that the mail server has taken, in their order. */
        static List<String> at(ScriptedUpstream mailServer) {
            return mailServer.talks().stream()
                    .flatMap(talk -> talk.messages().stream())
                    .flatMap(text -> NUMBER.matcher(text).results().map(found -> found.group(1)))
                    .toList();
        }
    }
}
