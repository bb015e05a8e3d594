package org.sekisho.app.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis, whether it is there or not: what is asked while it is away fails at once. It is looked for until it
 * comes, and asked again each second while it is in trouble.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RedisAddress address;
    private final Connector connector;
    private final Executor later = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    private final CompletableFuture<Connection> first = new CompletableFuture<>();
    private volatile @Nullable String trouble;
    private volatile boolean closed;

    private RedisLink(RedisAddress address, Connector connector) {
        this.address = address;
        this.connector = connector;
    }

    /**
     * Waits for the first connection, but not for ever: the program starts without.
     *
     * @throws IOException if the password cannot be read
     */
    public static RedisLink open(RedisAddress address, RedisSettings settings) throws IOException {
        RedisLink link = new RedisLink(address, new Connector(address, settings));
        link.onFirst(connection -> MemoryPolicy.look(link));
        link.connect();
        try {
            link.first.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("The program starts without {}", address.written(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return link;
    }

    private void connect() {
        if (closed) {
            return;
        }
        connector.connect().whenComplete((connection, failure) -> {
            if (connection != null && first.complete(connection)) {
                works();
            } else if (failure != null) {
                failed(failure);
                later.execute(this::connect);
            }
        });
    }

    /** Does it once there is a connection. */
    void onFirst(Consumer<Connection> work) {
        first.thenAccept(work).exceptionally(failure -> {
            LOG.warn("{}: {}", address.written(), failure.toString());
            return null;
        });
    }

    /** The connection; throws {@link StateException} while there has never been one. */
    Connection connection() {
        Connection connection = first.getNow(null);
        if (connection == null) {
            throw new StateException("The state store " + address.written() + " has not been reached yet");
        }
        return connection;
    }

    /** Asks something; fails with a {@link StateException}. */
    <T> CompletionStage<T> ask(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
        CompletionStage<T> answer;
        try {
            answer = question.apply(connection().commands());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(told(e));
        }
        return answer.handle((found, failure) -> {
            if (failure != null) {
                throw told(failure);
            }
            return found;
        });
    }

    /** What is wrong, as callers are told. */
    private StateException told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StateException known) {
            return known;
        }
        if (!(cause instanceof CancellationException)) {
            failed(cause);
        }
        return new StateException("The state store " + address.written() + " failed: " + reasons(cause), cause);
    }

    /** From the outermost to the innermost, each once. */
    private static String reasons(Throwable failure) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = String.valueOf(cause.getMessage());
            if (reasons.indexOf(reason) < 0 && !(cause instanceof CompletionException)) {
                reasons.append(reasons.isEmpty() ? "" : ": ").append(reason);
            }
        }
        return reasons.toString();
    }

    /** A batch has waited in vain. */
    void silent(Duration limit) {
        failed(new RedisCommandTimeoutException("no answer within " + limit.toMillis() + " ms"));
    }

    private void failed(Throwable failure) {
        boolean news = trouble == null;
        trouble = "The state store " + address.written() + " does not work: " + reasons(failure);
        if (news && !closed) {
            LOG.error("{}. Each rule does what is declared for that; it is tried again every second", trouble);
            later.execute(this::lookAgain);
        }
    }

    private void lookAgain() {
        if (closed || trouble == null) {
            return;
        }
        Connection connection = first.getNow(null);
        if (connection == null) {
            later.execute(this::lookAgain);
            return;
        }
        CompletionStage<String> answer =
                connection.commands().ping().toCompletableFuture().orTimeout(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((pong, failure) -> {
            if (failure == null) {
                works();
            } else {
                later.execute(this::lookAgain);
            }
        });
    }

    private void works() {
        if (trouble != null) {
            LOG.info("The state store {} works", address.written());
        }
        trouble = null;
    }

    /** What is told on this channel, from when on it can be heard; a lost connection is made again. */
    void hear(byte[] channel, Consumer<byte[]> listener) {
        if (closed) {
            return;
        }
        connector
                .hear()
                .thenCompose(connection -> {
                    connection.addListener(new RedisPubSubAdapter<>() {
                        @Override
                        public void message(byte[] heard, byte[] message) {
                            listener.accept(message);
                        }
                    });
                    return connection.async().subscribe(channel);
                })
                .exceptionally(failure -> {
                    failed(failure);
                    later.execute(() -> hear(channel, listener));
                    return null;
                });
    }

    /** For work that must not be done where it is begun. */
    Executor executor() {
        return connector.executor();
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    String name() {
        return address.written();
    }

    @Override
    public void close() {
        closed = true;
        connector.close();
    }
}
