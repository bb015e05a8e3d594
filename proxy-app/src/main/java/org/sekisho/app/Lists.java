package org.sekisho.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sekisho.app.node.ListsLag;
import org.sekisho.app.redis.RedisNews;
import org.sekisho.app.redis.RedisNews.Change;
import org.sekisho.app.redis.RedisNews.Look;
import org.sekisho.app.redis.RedisNews.Position;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.incident.IncidentBook;
import org.sekisho.rules.jail.BanList;
import org.sekisho.state.StateException;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allow list, the bans and the incidents, which every command is judged by: read before the first client comes. Where
 * other nodes write to the same store, each of their changes is taken in when it is told, and what was not heard at the next
 * look.
 */
final class Lists implements ListsLag {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
    private static final String UNREADABLE =
            "Of the lists of the state store, {} cannot be read: {}. What is new in them does not count until they can";

    /**
     * One of them.
     *
     * @param all takes in what the store holds, {@code one} what it holds under a key
     * @param restore writes back what the store has lost
     */
    private record Listed(
            Supplier<CompletionStage<Void>> all,
            Function<String, CompletionStage<Void>> one,
            Supplier<CompletionStage<Void>> restore,
            ListProgress progress) {}

    private final Map<String, Listed> lists;
    private final StateStore state;
    private final Optional<RedisNews> news;
    private final InstantSource clock;
    /** What could not be read at the last look, or was not yet. */
    private final Set<String> unread;
    /** Of them, what the log tells of. */
    private Set<String> inLog = Set.of();

    private volatile Optional<Instant> looked = Optional.empty();
    /** Messages were not heard for a while, or never before. */
    private final AtomicBoolean deaf = new AtomicBoolean();

    private Lists(Tools tools, Optional<RedisNews> news) {
        AllowList allowList = tools.allowList();
        BanList bans = tools.banList();
        Docket docket = tools.docket();
        lists = Map.of(
                AllowList.NAME,
                new Listed(allowList::reload, allowList::reload, allowList::restore, new ListProgress()),
                BanList.NAME,
                new Listed(bans::reload, bans::reload, bans::restore, new ListProgress()),
                IncidentBook.TABLE.name(),
                new Listed(docket::restore, docket::reload, docket::writeBack, new ListProgress()));
        unread = new TreeSet<>(lists.keySet());
        state = tools.state();
        clock = tools.clock();
        this.news = news;
    }

    /** Reads them, if the store can be read; blocks. */
    static Lists read(Tools tools, Optional<RedisNews> news) {
        Lists lists = new Lists(tools, news);
        news.ifPresent(told -> {
            tools.docket().share();
            told.listen(lists.new Listening());
        });
        lists.refresh();
        return lists;
    }

    /**
     * Reads them again if others may have changed them, or if the store might have lacked some; blocks. For one thread. One
     * that cannot be read keeps nobody from the others: each may lie on another server.
     */
    void refresh() {
        Optional<Throwable> why = Optional.empty();
        for (String name : lists.keySet()) {
            try {
                if (news.isPresent()) {
                    look(name, news.get());
                } else {
                    readAgain(name);
                }
                unread.remove(name);
            } catch (CompletionException e) {
                unread.add(name);
                why = Optional.ofNullable(e.getCause());
            }
        }
        if (unread.isEmpty()) {
            looked = Optional.of(clock.instant());
        }
        tell(why);
    }

    /** Each change once: the log has a line when the trouble begins, and one when it is over. */
    private void tell(Optional<Throwable> why) {
        if (unread.equals(inLog)) {
            return;
        }
        inLog = Set.copyOf(unread);
        if (inLog.isEmpty()) {
            LOG.info("All lists of the state store can be read again");
        } else {
            LOG.error(
                    UNREADABLE,
                    String.join(", ", unread),
                    why.map(Throwable::toString).orElse(""));
        }
    }

    /**
     * To be called about once in a second, by the same thread: takes in what a look found a second ago and no message has told of
     * since, and what came while no messages could be heard; blocks.
     */
    void catchUp() {
        boolean wasDeaf = deaf.getAndSet(false);
        news.ifPresent(told -> lists.forEach((name, list) -> {
            if (wasDeaf || list.progress().hasMissed()) {
                try {
                    catchUp(name, list, told);
                } catch (CompletionException e) {
                    if (wasDeaf) {
                        deaf.set(true);
                    }
                    LOG.debug("Changes of {} that were missed are looked for again", name, e);
                }
            }
        }));
    }

    /** What the store has lost is not for this: the next look finds it out. */
    private void catchUp(String name, Listed list, RedisNews told) {
        Position here = list.progress().taken();
        Look found = done(told.look(name, here));
        if (!found.lost() && here.number() < found.last().number()) {
            done(list.all().get());
            list.progress().tookAll(found.last());
        }
    }

    private void readAgain(String name) {
        Optional<String> trouble = state.trouble();
        if (trouble.isPresent()) {
            throw new CompletionException(new StateException(trouble.get()));
        }
        if (unread.contains(name)) {
            done(listed(name).all().get());
        }
    }

    /** All of it, unless all changes up to the last look have been taken in. */
    private void look(String name, RedisNews told) {
        Listed list = listed(name);
        ListProgress progress = list.progress();
        Position here = progress.taken(); // Before the store is asked, which then is not behind it.
        Look found = done(told.look(name, here));
        boolean lost = progress.hasLost() || found.lost();
        Position last = lost ? restore(name, here, found.last(), told) : found.last();
        if (lost || progress.hasMissed()) {
            done(list.all().get());
            progress.tookAll(last);
        }
        progress.looked(last);
    }

    /** What is not in the store was taken away by nobody. The answer is how far the store has come with it. */
    private Position restore(String name, Position here, Position last, RedisNews told) {
        if (!here.equals(Position.NONE)) {
            LOG.warn("The store has lost changes of the list {}: what this node holds is written back", name);
        }
        done(listed(name).restore().get());
        listed(name).progress().mended();
        if (last.log().isEmpty()) {
            done(told.begin(name));
        }
        return done(told.look(name, Position.NONE)).last();
    }

    @Override
    public Optional<Instant> looked() {
        return looked;
    }

    /** Of those lists whose server can be asked. */
    @Override
    public CompletionStage<Long> behind() {
        CompletionStage<Long> all = CompletableFuture.completedStage(0L);
        for (String name : lists.keySet()) {
            all = news.isPresent() ? all.thenCombine(behind(name, news.get()), Long::sum) : all;
        }
        return all;
    }

    private CompletionStage<Long> behind(String name, RedisNews told) {
        Position here = listed(name).progress().taken();
        return told.look(name, here)
                .thenApply(found -> {
                    Position last = found.last();
                    return last.log().equals(here.log()) ? Math.max(0, last.number() - here.number()) : last.number();
                })
                .exceptionally(unknown -> 0L);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private Listed listed(String name) {
        Listed list = lists.get(name);
        if (list == null) {
            throw new IllegalArgumentException("There is no list " + name);
        }
        return list;
    }

    private final class Listening implements RedisNews.Listener {
        @Override
        public void changed(String table, String key, Change change) {
            Lists.this.changed(table, key, change);
        }

        @Override
        public void resumed() {
            deaf.set(true);
        }
    }

    /** Another node has changed one entry, or this one has. */
    private void changed(String name, String key, Change change) {
        Listed list = lists.get(name);
        if (list == null) {
            return;
        }
        ListProgress progress = list.progress();
        progress.heard(change.number());
        list.one().apply(key).whenComplete((done, failure) -> {
            if (failure == null) { // One that fails is found out at the next looks.
                progress.took(change);
            }
        });
    }
}
