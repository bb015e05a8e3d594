package org.sekisho.app.rules;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.sekisho.testing.Await;
import org.sekisho.testing.Background;
import org.sekisho.testing.RawClient;

/** Clients and an operator who keep a {@link Site} busy until it is killed, and remember what they were told. */
final class Traffic {
    static final String CLIENT = "198.18.200.25";

    /** What was learnt longer ago must survive. */
    private static final Duration MAY_BE_LOST = Duration.ofSeconds(1);

    /** A sender or a recipient, and when the reply about it came. */
    private record Answered(String address, Instant at) {}

    private final Site site;
    private final String round;
    private final boolean operator;
    private final InstantSource clock = InstantSource.system();
    private final Queue<Answered> greylisted = new ConcurrentLinkedQueue<>();
    private final Queue<Answered> unknown = new ConcurrentLinkedQueue<>();
    private final Queue<Answered> disabled = new ConcurrentLinkedQueue<>();
    private final Queue<String> allowed = new ConcurrentLinkedQueue<>();
    private final Queue<String> allowedBriefly = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> parts = new ArrayList<>();
    private volatile boolean over;
    private Instant killed = Instant.MAX;

    private Traffic(Site site, int round, boolean operator) {
        this.site = site;
        this.operator = operator;
        this.round = "r" + round;
    }

    /** @param operator whether there is one: what an operator does brings all that was learnt to the disk at once, too */
    static Traffic begin(Site site, int round, boolean operator) {
        Traffic traffic = new Traffic(site, round, operator);
        traffic.again(i -> traffic.mail("a" + i));
        traffic.again(i -> traffic.mail("b" + i));
        if (operator) {
            traffic.again(i -> traffic.allow("10." + round + "." + i / 250 + "." + (i % 250 + 1), i % 4 == 3));
        }
        return traffic;
    }

    private void again(IntConsumer act) {
        parts.add(Background.run(() -> {
            for (int i = 0; !over; i++) {
                try {
                    act.accept(i);
                } catch (UncheckedIOException | AssertionError cut) {
                    if (!over) {
                        throw cut;
                    }
                }
            }
        }));
    }

    private void mail(String name) {
        try (RawClient client = site.client(CLIENT)) {
            String sender = name + round + "@example.org";
            client.command("MAIL FROM:<" + sender + ">", "250 ").command("RCPT TO:<user@example.com>", "450 4.2.0 ");
            greylisted.add(answered(sender));
            String nobody = "unknown." + name + round + "@open.example";
            client.command("RCPT TO:<" + nobody + ">", "550 5.1.1 ");
            unknown.add(answered(nobody));
            String former = "disabled." + name + round + "@open.example";
            client.command("RCPT TO:<" + former + ">", "550 5.2.1 ");
            disabled.add(answered(former));
            client.command("QUIT", "221 ");
        }
    }

    private Answered answered(String address) {
        return new Answered(address, clock.instant());
    }

    private void allow(String address, boolean briefly) {
        Told told = briefly ? site.tell("allow", "add", address, "--for", "1s") : site.tell("allow", "add", address);
        if (told.exitCode() == 0) {
            (briefly ? allowedBriefly : allowed).add(address);
        } else if (!over) {
            throw new AssertionError(told.errors());
        }
    }

    /** Lets it go on until enough has been learnt that must survive, and then kills the program in the middle of it. */
    void kill() throws Exception {
        Await.until("enough is old enough", () -> {
            parts.forEach(part -> part.getNow(null));
            return old(greylisted, clock.instant()).size() >= 20 && (allowed.size() >= 20 || !operator);
        });
        over = true;
        killed = clock.instant();
        site.kill();
        CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> old(Queue<Answered> answers, Instant now) {
        return answers.stream()
                .filter(each -> each.at().isBefore(now.minus(MAY_BE_LOST)))
                .map(Answered::address)
                .toList();
    }

    Instant killed() {
        return killed;
    }

    /** Senders whose triplets were old enough when the program was killed. */
    List<String> greylisted() {
        return old(greylisted, killed);
    }

    /** Recipients of whom the mail server had said long enough before that it does not know them. */
    List<String> unknown() {
        return old(unknown, killed);
    }

    /** Recipients that are remembered for one second only. */
    List<String> disabled() {
        return disabled.stream().map(Answered::address).toList();
    }

    /** What the operator was told to be allowed for ever. */
    List<String> allowed() {
        return List.copyOf(allowed);
    }

    /** What the operator was told to be allowed for one second. */
    List<String> allowedBriefly() {
        return List.copyOf(allowedBriefly);
    }
}
