package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.SetArgs;
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
    private static final Script POSITION = Script.load("position.lua");

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
        void changed(String table, String key, Change change);

        /** Changes can be heard from now on; some that came before may have been told to nobody here. */
        default void resumed() {}
    }

    /** From now on, or from when on Redis can be reached. */
    public void listen(Listener listener) {
        link.hear(keys.changes(), message -> tell(new String(message, UTF_8), listener), listener::resumed);
    }

    private static void tell(String message, Listener listener) {
        String[] words = message.split(" ", 4);
        try {
            listener.changed(words[2], words[3], new Change(Long.parseLong(words[0]), words[1]));
        } catch (RuntimeException e) {
            // What it says may be about a client.
            LOG.warn(
                    "A message of another node about changes cannot be used: {}",
                    e.getClass().getSimpleName());
        }
    }

    /**
     * A change of a table.
     *
     * @param number one more than that of the change before
     * @param stamp another one for each change, also for two with one number, of which the first was lost; empty if unknown
     */
    public record Change(long number, String stamp) {
        public static final Change NONE = new Change(0, "");

        private boolean isOther(String there) {
            return !stamp.isEmpty() && !there.isEmpty() && !stamp.equals(there);
        }
    }

    /**
     * How far a table's changes have come.
     *
     * @param log whose numbers these are: another one where Redis has lost all that it had; empty before one has begun
     * @param last change; none if there was none
     */
    public record Position(String log, Change last) {
        public static final Position NONE = new Position("", Change.NONE);

        public long number() {
            return last.number();
        }
    }

    /**
     * What Redis tells a node about a table.
     *
     * @param last how far its changes have come
     * @param lost whether it has lost changes that the node had taken in
     */
    public record Look(Position last, boolean lost) {}

    /** @param here how far this node has come */
    public CompletionStage<Look> look(String table, Position here) {
        byte[][] all = {keys.log(table), keys.position(table), keys.stamps(table)};
        byte[][] number = {Keys.octets(Long.toString(here.number()))};
        return link.ask(all[0], commands -> POSITION.run(commands, all, number)).thenApply(found -> {
            String log = text(found.get(0));
            Position last = new Position(log, new Change(Long.parseLong(text(found.get(1))), text(found.get(2))));
            boolean lost = log.isEmpty()
                    || !log.equals(here.log())
                    || last.number() < here.number()
                    || here.last().isOther(text(found.get(3)));
            return new Look(last, lost);
        });
    }

    private static String text(Object octets) {
        return new String((byte[]) octets, UTF_8);
    }

    /** Begins a log, unless another node has just done so. */
    public CompletionStage<?> begin(String table) {
        byte[] name = Long.toHexString(random.nextLong()).getBytes(UTF_8);
        byte[] log = keys.log(table);
        return link.ask(log, commands -> commands.set(log, name, SetArgs.Builder.nx()));
    }
}
