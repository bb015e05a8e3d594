package org.sekisho.app;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sekisho.app.redis.RedisNews;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.jail.BanList;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allow list and the bans, which every command is judged by: read before the first client comes. Where other nodes
 * write to the same store, each of their changes is taken in when it is told, and what was not heard at the next look.
 */
final class Lists {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
    private static final String UNREADABLE =
            "The allow list and the bans cannot be read: {}. What is new in them does not count until they can";

    /** One of them. */
    private record Listed(Supplier<CompletionStage<Void>> all, Function<String, CompletionStage<Void>> one) {}

    private final Map<String, Listed> lists;
    private final StateStore state;
    private final Optional<RedisNews> news;
    /** By list, the last change up to which all were taken in. */
    private final Map<String, Long> taken = new ConcurrentHashMap<>();
    /** By list, the last change at the look before. */
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private boolean complete;

    private Lists(Tools tools, Optional<RedisNews> news) {
        AllowList allowList = tools.allowList();
        BanList bans = tools.banList();
        lists = Map.of(
                AllowList.NAME, new Listed(allowList::reload, allowList::reload),
                BanList.NAME, new Listed(bans::reload, bans::reload));
        state = tools.state();
        this.news = news;
    }

    /** Reads them, if the store can be read; blocks. */
    static Lists read(Tools tools, Optional<RedisNews> news) {
        Lists lists = new Lists(tools, news);
        news.ifPresent(told -> told.listen(lists::changed));
        lists.refresh();
        return lists;
    }

    /** Reads them again if others may have changed them, or if the store might have lacked some; blocks. For one thread. */
    void refresh() {
        Optional<String> trouble = state.trouble();
        if (trouble.isPresent()) {
            complete = false;
            LOG.error(UNREADABLE, trouble.get());
            return;
        }
        try {
            if (news.isPresent()) {
                lists.keySet().forEach(name -> look(name, news.get()));
            } else if (!complete) {
                lists.values()
                        .forEach(list -> list.all().get().toCompletableFuture().join());
            }
            complete = true;
        } catch (CompletionException e) {
            LOG.error(UNREADABLE, String.valueOf(e.getCause()));
        }
    }

    /** All of it, unless all changes up to the last look have been taken in. */
    private void look(String name, RedisNews told) {
        long last = told.last(name).toCompletableFuture().join();
        long here = taken.getOrDefault(name, -1L);
        if (!complete || here < seen.getOrDefault(name, 0L) || here > last) {
            listed(name).all().get().toCompletableFuture().join();
            taken.put(name, last);
        }
        seen.put(name, last);
    }

    private Listed listed(String name) {
        Listed list = lists.get(name);
        if (list == null) {
            throw new IllegalArgumentException("There is no list " + name);
        }
        return list;
    }

    /** Another node has changed one entry, or this one has. */
    private void changed(String name, String key, long number) {
        if (!lists.containsKey(name)) {
            return;
        }
        listed(name).one().apply(key).whenComplete((done, failure) -> {
            if (failure == null) {
                // After one that was missed it stays behind, and the next look finds out.
                taken.computeIfPresent(name, (same, here) -> number == here + 1 ? number : here);
            }
        });
    }
}
