package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes tell each other of operators' tables: each change has a number, so that who has missed one finds out. A node
 * hears of its own changes, too.
 */
public final class RedisNews {
    private static final Logger LOG = LoggerFactory.getLogger(RedisNews.class);

    private final RedisLink link;
    private final Keys keys;
    private final RandomGenerator random;

    /** @param link stays open: it is somebody else's */
    public RedisNews(RedisLink link, RedisSettings settings, RandomGenerator random) {
        this.link = link;
        this.random = random;
        keys = new Keys(settings.prefix());
    }

    /** Who is told; on a thread of the connection, which it must not block. */
    @FunctionalInterface
    public interface Listener {
        /** @param number of the change: one more than that of the change before in this table */
        void changed(String table, String key, long number);

        /** Changes can be heard from now on; some that came before may have been told to nobody here. */
        default void resumed() {}
    }

    /** From now on, or from when on Redis can be reached. */
    public void listen(Listener listener) {
        link.hear(keys.changes(), message -> tell(new String(message, UTF_8), listener), listener::resumed);
    }

    private static void tell(String message, Listener listener) {
        String[] words = message.split(" ", 3);
        try {
            listener.changed(words[1], words[2], Long.parseLong(words[0]));
        } catch (RuntimeException e) {
            // What it says may be about a client.
            LOG.warn(
                    "A message of another node about changes cannot be used: {}",
                    e.getClass().getSimpleName());
        }
    }

    /**
     * How far a table's changes have come.
     *
     * @param log whose numbers these are: another one where Redis has lost all that it had; empty before one has begun
     * @param number of the last change; 0 if there was none
     */
    public record Position(String log, long number) {
        public static final Position NONE = new Position("", 0);

        /** Whether what came before this position was lost when that one was reached. */
        public boolean isLostAt(Position later) {
            return later.log.isEmpty() || !later.log.equals(log) || later.number < number;
        }
    }

    public CompletionStage<Position> position(String table) {
        byte[] log = keys.log(table);
        return link.ask(log, commands -> commands.mget(log, keys.position(table)))
                .thenApply(found -> new Position(
                        text(found.get(0)).orElse(""),
                        text(found.get(1)).map(Long::parseLong).orElse(0L)));
    }

    private static Optional<String> text(KeyValue<byte[], byte[]> found) {
        return found.optional().map(octets -> new String(octets, UTF_8));
    }

    /** Begins a log, unless another node has just done so. */
    public CompletionStage<?> begin(String table) {
        byte[] name = Long.toHexString(random.nextLong()).getBytes(UTF_8);
        byte[] log = keys.log(table);
        return link.ask(log, commands -> commands.set(log, name, SetArgs.Builder.nx()));
    }
}
