package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes ask each other, one at a time: each has a channel of its own for questions and answers. A question that is
 * lost, or whose answer is, fails after its time limit.
 */
public final class RedisCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

    /** Of a message, in the log: what comes then may be about clients. */
    private static final int LONGEST_SHOWN = 20;

    /** Messages that wait to be taken; of more than that, whoever asks hears nothing. */
    private static final int MOST_TAKEN = 1_000;

    private static final String QUESTION = "?";
    private static final String ANSWER = "!";
    /** An older node than the one that asks may not know what it is asked for. */
    private static final String REFUSAL = "-";

    private final RedisLink link;
    private final Keys keys;
    private final String address;
    private final AtomicLong number = new AtomicLong();
    private final AtomicInteger taking = new AtomicInteger();
    /** By the number of the question. */
    private final Map<Long, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

    /** @param link stays open: it is somebody else's */
    public RedisCalls(RedisLink link, RedisSettings settings, RandomGenerator random) {
        this.link = link;
        keys = new Keys(settings.prefix());
        address = Long.toHexString(random.nextLong());
    }

    /** Where this node is asked; another one after each start. */
    public String address() {
        return address;
    }

    /** Who answers. It must not block its caller; what it throws is told to whoever asked. */
    @FunctionalInterface
    public interface Answering {
        CompletionStage<String> answer(String subject, String question);
    }

    /** From now on, or from when on Redis can be reached, others are answered, and their answers are heard. */
    public void begin(Answering answering) {
        link.hear(keys.node(address), message -> hear(message, answering), () -> {});
    }

    private void hear(byte[] message, Answering answering) {
        if (taking.incrementAndGet() > MOST_TAKEN) {
            taking.decrementAndGet();
            return;
        }
        String text = new String(message, UTF_8);
        link.executor().execute(() -> {
            taking.decrementAndGet();
            take(text, answering);
        });
    }

    private void take(String message, Answering answering) {
        try {
            String[] words = message.split(" ", 3);
            long asked = Long.parseLong(words[1]);
            if (words[0].equals(QUESTION)) {
                String[] question = words[2].split(" ", 3);
                answer(asked, question[0], answering, question[1], question[2]);
            } else {
                CompletableFuture<String> answer = waiting.remove(asked);
                if (answer != null && words[0].equals(ANSWER)) {
                    answer.complete(words[2]);
                } else if (answer != null) {
                    answer.completeExceptionally(new StateException(words[2]));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "A message of another node cannot be used: '{}': {}",
                    message.substring(0, Math.min(message.length(), LONGEST_SHOWN)),
                    e.getClass().getSimpleName());
        }
    }

    private void answer(long asked, String from, Answering answering, String subject, String question) {
        CompletionStage<String> answer;
        try {
            answer = answering.answer(subject, question);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.handle((text, failure) -> failure == null
                        ? ANSWER + " " + asked + " " + text
                        : REFUSAL + " " + asked + " " + words(failure))
                .thenCompose(message -> send(from, message))
                .whenComplete((heard, failure) -> {
                    if (failure != null) {
                        LOG.debug("A node that has asked was not answered", failure);
                    }
                });
    }

    private static String words(Throwable failure) {
        return String.valueOf(Reasons.unwrapped(failure).getMessage());
    }

    /**
     * Asks the node at that address.
     *
     * @param subject one word
     * @param question any text
     * @return fails with a {@link StateException} that has words for an operator
     */
    public CompletionStage<String> ask(String to, String subject, String question, Duration limit) {
        long asked = number.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(asked, answer);
        send(to, QUESTION + " " + asked + " " + address + " " + subject + " " + question)
                .whenComplete((heard, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).handle((text, failure) -> {
            waiting.remove(asked);
            if (failure instanceof TimeoutException) {
                throw new StateException("it did not answer within " + limit.toSeconds() + " s");
            }
            if (failure != null) {
                throw new StateException(words(failure), failure);
            }
            return text;
        });
    }

    private CompletionStage<Long> send(String to, String message) {
        byte[] channel = keys.node(to);
        return link.ask(channel, commands -> commands.publish(channel, message.getBytes(UTF_8)));
    }
}
