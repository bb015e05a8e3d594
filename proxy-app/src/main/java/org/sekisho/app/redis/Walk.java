package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Held;
import org.sekisho.state.Row;
import org.sekisho.state.StateStore.Entry;
import org.sekisho.state.StateStore.Page;
import org.sekisho.state.Table;

/**
 * One page of a table, in portions that Redis gives without letting others wait. Neither does whoever takes it in: that is
 * done aside of the threads that read answers.
 */
final class Walk<T> {
    private static final int PORTION = 1_000;

    private final RedisLink link;
    private final Keys keys;
    private final Table<T> table;
    private final int most;
    private final long now;
    private final List<Entry<T>> entries = new ArrayList<>();
    private final List<String> newer = new ArrayList<>();

    Walk(RedisLink link, Keys keys, Table<T> table, int most, long now) {
        this.link = link;
        this.keys = keys;
        this.table = table;
        this.most = most;
        this.now = now;
    }

    CompletionStage<Page<T>> from(String after) {
        int portion = Math.min(PORTION, most - entries.size());
        // Members are a name, NUL and an owner: none of those with the same name is behind this.
        Range<byte[]> behind = Range.from(
                after.isEmpty() ? Range.Boundary.unbounded() : Range.Boundary.including(Keys.octets(after + '\1')),
                Range.Boundary.unbounded());
        byte[] members = keys.names(table);
        return link.ask(
                        members,
                        Connector.COMMAND_LIMIT,
                        commands -> commands.zrangebylex(members, behind, Limit.create(0, portion + 1)))
                .thenComposeAsync(found -> take(names(found, portion), found.size() > portion), link.aside());
    }

    /** Of the first members; one that ended and was made again may stand there twice. */
    private static List<String> names(List<byte[]> members, int most) {
        return members.stream()
                .limit(most)
                .map(member -> new String(member, UTF_8))
                .map(member -> member.substring(0, member.lastIndexOf('\0')))
                .distinct()
                .toList();
    }

    private CompletionStage<Page<T>> take(List<String> names, boolean more) {
        if (names.isEmpty()) {
            return CompletableFuture.completedStage(new Page<>(entries, false, newer));
        }
        byte[][] all = names.stream().map(name -> keys.record(table, name)).toArray(byte[][]::new);
        return link.ask(all[0], Connector.COMMAND_LIMIT, commands -> commands.mget(all))
                .thenComposeAsync(
                        found -> {
                            for (int i = 0; i < names.size(); i++) {
                                add(names.get(i), found.get(i));
                            }
                            return more && entries.size() < most
                                    ? from(names.get(names.size() - 1))
                                    : CompletableFuture.completedStage(new Page<>(entries, more, newer));
                        },
                        link.aside());
    }

    private void add(String name, KeyValue<byte[], byte[]> found) {
        Optional<Row> row =
                found.optional().flatMap(Stored::decode).map(Stored::row).filter(there -> !there.expired(now));
        Optional<Held<T>> held = row.flatMap(there -> there.readable(table));
        if (held.isPresent()) {
            entries.add(new Entry<>(name, held.get()));
        } else if (row.filter(there -> there.isNewer(table)).isPresent()) {
            newer.add(name);
        }
    }
}
