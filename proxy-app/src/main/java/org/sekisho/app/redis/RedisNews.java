package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletionStage;
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

    /** @param link stays open: it is somebody else's */
    public RedisNews(RedisLink link, RedisSettings settings) {
        this.link = link;
        keys = new Keys(settings.prefix());
    }

    /** Who is told; on a thread of the connection, which it must not block. */
    @FunctionalInterface
    public interface Listener {
        /** @param number of the change: one more than that of the change before in this table */
        void changed(String table, String key, long number);
    }

    /** From now on, or from when on Redis can be reached. */
    public void listen(Listener listener) {
        link.hear(keys.changes(), message -> tell(new String(message, UTF_8), listener));
    }

    private static void tell(String message, Listener listener) {
        String[] words = message.split(" ", 3);
        try {
            listener.changed(words[1], words[2], Long.parseLong(words[0]));
        } catch (RuntimeException e) {
            LOG.warn("A message of another node cannot be used: '{}'", message, e);
        }
    }

    /** The number of the table's last change; 0 if there was none. */
    public CompletionStage<Long> last(String table) {
        return link.ask(commands -> commands.get(keys.position(table)))
                .thenApply(number -> number == null ? 0L : Long.parseLong(new String(number, UTF_8)));
    }
}
