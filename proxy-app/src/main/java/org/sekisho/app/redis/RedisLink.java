package org.sekisho.app.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekisho.state.StateException;
import org.sekisho.state.UnreachableStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis, whether it is there or not: while it is away or silent, what is asked fails at once ({@link Breakers}). It
 * is looked for until it comes.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REFUSAL_SHOWN = Duration.ofMinutes(1);

    private final RedisAddress address;
    private final Connector connector;
    private final Duration timeout;
    private final Breakers breakers;
    private final CompletableFuture<Connection> first = new CompletableFuture<>();
    /** Whether the log has a line that messages are not heard. */
    private final AtomicBoolean deaf = new AtomicBoolean();

    /** What Redis last answered that is no answer; null when it is long ago. */
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();

    private volatile boolean closed;

    private RedisLink(
            RedisAddress address, Connector connector, Duration timeout, InstantSource clock, RandomGenerator random) {
        this.address = address;
        this.connector = connector;
        this.timeout = timeout;
        breakers = new Breakers(address.written(), new Ways(), clock, random);
    }

    /**
     * Waits for the first connection, but not for ever: the program starts without.
     *
     * @throws IOException if the password cannot be read
     */
    public static RedisLink open(
            RedisAddress address, RedisSettings settings, InstantSource clock, RandomGenerator random)
            throws IOException {
        RedisLink link = new RedisLink(address, new Connector(address, settings), settings.timeout(), clock, random);
        link.onFirst(connection -> MemoryPolicy.look(link));
        CompletableFuture<?> connected = link.connect()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        link.breakers.of(Connection.NO_SERVER).away(failure);
                    }
                })
                .toCompletableFuture();
        try {
            connected.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("The program starts without {}", address.written(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.beat();
        return link;
    }

    /** Asks again and again, so that a server that is lost is noticed, and told of, also where no client comes. */
    private void beat() {
        later(PAUSE, () -> {
            Connection connection = first.getNow(null);
            CompletionStage<?> asked;
            if (connection == null) {
                asked = ping(Connection.NO_SERVER);
            } else {
                breakers.keep(connection.servers());
                asked = connection.askAll(this::ping);
            }
            asked.whenComplete((answers, failure) -> beat());
        });
    }

    private CompletionStage<?> ping(String server) {
        return ask(server, timeout, () -> connection().ping(server));
    }

    private CompletionStage<?> connect() {
        return connector
                .connect()
                .thenCompose(connection -> first.complete(connection)
                        ? CompletableFuture.completedStage(null)
                        : connection.stateful().closeAsync());
    }

    /** What the breakers break. */
    private final class Ways implements Breakers.Servers {
        @Override
        public CompletionStage<?> probe(String server) {
            Connection connection = first.getNow(null);
            if (connection == null) {
                return connect().toCompletableFuture().orTimeout(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            return connection.ping(server).toCompletableFuture().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void after(Duration pause, Runnable work) {
            later(pause, work);
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }

    private void later(Duration pause, Runnable work) {
        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS).execute(() -> {
            if (!closed) {
                work.run();
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
            throw new UnreachableStoreException("The state store " + address.written() + " has not been reached yet");
        }
        return connection;
    }

    /**
     * Asks what clients wait for; fails with a {@link StateException}.
     *
     * @param key what it is about: of a cluster, the server that holds this is asked
     */
    <T> CompletionStage<T> ask(
            byte[] key, Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
        return ask(key, timeout, question);
    }

    /** @param patience an answer that comes later than that is none */
    <T> CompletionStage<T> ask(
            byte[] key,
            Duration patience,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
        Connection connection = first.getNow(null);
        String server = connection == null ? Connection.NO_SERVER : connection.server(key);
        return ask(server, patience, () -> question.apply(connection().commands()));
    }

    private <T> CompletionStage<T> ask(String server, Duration patience, Supplier<CompletionStage<T>> question) {
        Breaker breaker = breakers.of(server);
        Optional<Throwable> open = breaker.open();
        if (open.isPresent()) {
            return CompletableFuture.failedStage(breakers.away(server, open.get()));
        }
        CompletionStage<T> answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        watch(breaker, patience, answer);
        return answer.handle((found, failure) -> {
            if (failure != null) {
                throw told(failure);
            }
            return found;
        });
    }

    /** An answer that comes too late is none; one that refuses is one. */
    private void watch(Breaker breaker, Duration patience, CompletionStage<?> asked) {
        CompletionStage<Optional<Throwable>> timely = asked.<Optional<Throwable>>handle((found, failure) ->
                        failure == null || Reasons.refusal(failure).isPresent()
                                ? Optional.empty()
                                : Optional.of(failure))
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        timely.whenComplete((missing, late) -> {
            if (late != null) {
                breaker.failed(new StateException("no answer within " + patience.toMillis() + " ms"));
            } else {
                missing.ifPresentOrElse(breaker::failed, breaker::worked);
            }
        });
    }

    /** What is wrong, as callers are told. */
    private StateException told(Throwable failure) {
        Throwable cause = Reasons.unwrapped(failure);
        if (cause instanceof StateException known) {
            return known;
        }
        Reasons.refusal(cause).ifPresent(this::refused);
        return new UnreachableStoreException(
                "The state store " + address.written() + " failed: " + Reasons.of(cause), cause);
    }

    /** It works, and does not do what it is told: its memory is full, or its user may not. */
    private void refused(RedisCommandExecutionException answer) {
        String said = "The state store " + address.written() + " refuses: " + answer.getMessage();
        if (refusal.compareAndSet(null, said)) {
            LOG.error("{}. Each rule does what is declared for that", said);
            later(REFUSAL_SHOWN, () -> refusal.set(null));
        }
    }

    /**
     * What is told on this channel, from when on it can be heard; a lost connection is made again.
     *
     * @param resumed whenever it can be heard again: what was told before that may be lost; must not block
     */
    void hear(byte[] channel, Consumer<byte[]> listener, Runnable resumed) {
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

                        @Override
                        public void subscribed(byte[] heard, long count) {
                            resumed.run();
                        }
                    });
                    return connection
                            .async()
                            .subscribe(channel)
                            .exceptionallyCompose(failure -> connection
                                    .closeAsync()
                                    .thenCompose(closed -> CompletableFuture.failedStage(failure)));
                })
                .exceptionally(failure -> {
                    if (deaf.compareAndSet(false, true)) {
                        LOG.warn(
                                "The state store {} does not tell what other nodes do: {}. Their bans and allow entries come"
                                        + " some seconds later; it is tried again every second",
                                address.written(),
                                Reasons.of(failure));
                    }
                    later(PAUSE, () -> hear(channel, listener, resumed));
                    return null;
                });
    }

    /** For work that must not be done where it is begun. */
    Executor executor() {
        return connector.executor();
    }

    /** For work that may be long, and that no client waits for. */
    Executor aside() {
        return connector.aside();
    }

    Optional<String> trouble() {
        return breakers.trouble().or(() -> Optional.ofNullable(refusal.get()));
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
