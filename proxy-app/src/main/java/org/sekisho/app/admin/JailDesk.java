package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailDraft;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.JailStatus;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.jail.Response;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where operators ask about bans, and ban and unban. Thread-safe. Questions that cannot be answered throw an
 * {@link IllegalArgumentException} with words for whoever asked.
 */
public final class JailDesk {
    private static final Logger LOG = LoggerFactory.getLogger(JailDesk.class);

    /** For bans of no jail. */
    static final String MANUAL = "manual";

    /** Half of what may wait for the store. */
    private static final int MOST_AT_ONCE = 5_000;
    /** So many subjects of one command are named in the audit. */
    private static final int MOST_NAMED = 20;

    private static final Duration MANUAL_TIME = Duration.ofHours(1);

    private final BanList bans;
    private final JailKeeper keeper;
    private final Holds holds;
    private final Origins origins;
    private final AuditLog audit;
    private final InstantSource clock;
    private final JailReport report;

    public JailDesk(
            BanList bans, JailKeeper keeper, Holds holds, Origins origins, AuditLog audit, InstantSource clock) {
        this.bans = bans;
        this.keeper = keeper;
        this.origins = origins;
        report = new JailReport(bans, origins);
        this.holds = holds;
        this.audit = audit;
        this.clock = clock;
    }

    // Jails

    CompletionStage<List<JailLine>> jails() {
        CompletionStage<List<JailLine>> all = CompletableFuture.completedStage(List.of());
        for (String name : keeper.jails().byName().keySet()) {
            all = all.thenCombine(jail(name), (lines, one) -> joined(lines, List.of(one)));
        }
        return all;
    }

    CompletionStage<JailLine> jail(String name) {
        return keeper.status(name).thenApply(found -> report.of(found.orElseThrow(() -> new NoSuchJail(name))));
    }

    /** Until the jail is reloaded, or the next start. */
    CompletionStage<JailLine> change(String name, JailLine.Change change, String by) {
        keeper.change(jails -> {
            Map<String, JailSettings> all = new LinkedHashMap<>(jails.byName());
            JailSettings present = all.get(name);
            if (present == null) {
                throw new NoSuchJail(name);
            }
            checkStage(present, change.key());
            all.put(name, present.but(jail -> apply(jail, change)));
            return new Jails(all);
        });
        LOG.info("{} has set {} of the jail {} to {}", by, change.key(), name, change.value());
        return audit.append(new AuditEntry(by, "set", name, change.key() + " " + change.value()))
                .thenCompose(done -> jail(name));
    }

    /** What a stage has replaced would change nothing. */
    private void checkStage(JailSettings jail, String key) {
        boolean threshold = JailKey.named(key)
                .filter(named -> named == JailKey.MAX_RETRY || named == JailKey.FIND_TIME)
                .isPresent();
        JailStatus.stage(jail, clock.instant()).filter(stage -> threshold).ifPresent(stage -> {
            throw new IllegalArgumentException(key + " of the stage from " + stage.from()
                    + " holds: change or remove that stage in the configuration, and reload");
        });
    }

    private static void apply(JailDraft jail, JailLine.Change change) {
        switch (change.key()) {
            case JailLine.Change.ADD_IGNORE_IP ->
                jail.ignoreIp = Stream.concat(jail.ignoreIp.stream(), JailKey.words(change.value()))
                        .distinct()
                        .toList();
            case JailLine.Change.DEL_IGNORE_IP -> jail.ignoreIp = without(jail.ignoreIp, change.value());
            default ->
                JailKey.named(change.key())
                        .orElseThrow(() -> new IllegalArgumentException("Sorry but the command is invalid"))
                        .set(jail, change.value());
        }
    }

    private static List<String> without(List<String> ignored, String entries) {
        List<String> left = new ArrayList<>(ignored);
        JailKey.words(entries).forEach(entry -> {
            if (!left.remove(entry)) {
                throw new IllegalArgumentException("'" + entry + "' is not in ignoreIp: " + String.join(" ", ignored));
            }
        });
        return left;
    }

    /** Fails unless there is such a jail, or one that has bans, such as that for bans of no jail. */
    void check(String name) {
        if (!name.equals(MANUAL)
                && !keeper.jails().byName().containsKey(name)
                && bans.list().stream().noneMatch(ban -> ban.jail().equals(name))) {
            throw new NoSuchJail(name);
        }
    }

    // Bans

    /** All bans, or those that hit one of these addresses; of one jail, if one is named. */
    List<BanLine> bans(List<String> addresses, Optional<String> jail) {
        jail.ifPresent(this::check);
        Collection<Ban> some = addresses.isEmpty() ? bans.list() : new LinkedHashSet<>();
        addresses.forEach(address -> some.addAll(bans.allCovering(Question.address(address))));
        return lines(some.stream()
                .filter(ban -> jail.isEmpty() || ban.jail().equals(jail.get()))
                .toList());
    }

    /** Complete when all are on the disk; nobody is banned if one of the subjects cannot be read. */
    CompletionStage<List<BanLine>> ban(BanLine.Wish wish, String by) {
        atMost(wish.subjects());
        List<Network> subjects = wish.subjects().stream().map(Network::parse).toList();
        check(wish.jail());
        JailSettings jail = keeper.jails().byName().get(wish.jail());
        Instant now = clock.instant();
        Duration usual = jail == null ? MANUAL_TIME : jail.banTime();
        Response response = jail == null ? Response.REFUSE : jail.response();
        Optional<Instant> until = until(wish.seconds().orElse(usual.toSeconds()), now);
        List<Ban> wanted = subjects.stream()
                .map(subject -> new Ban(subject, wish.jail(), now, until, by, 0, 0, List.of(), response))
                .toList();
        CompletableFuture<?>[] kept =
                wanted.stream().map(ban -> bans.add(ban).toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(kept)
                .thenCompose(done -> asked(by, "ban", wish.subjects(), wish.jail(), lines(wanted)));
    }

    private static void atMost(List<String> subjects) {
        if (subjects.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " at once, not " + subjects.size());
        }
    }

    private static Optional<Instant> until(long seconds, Instant now) {
        return seconds < 0 ? Optional.empty() : Optional.of(Until.after(now, seconds));
    }

    /**
     * Ends bans: those of the subjects themselves, whichever jail it was unless one is named; of all if there are none.
     * Complete when that is durable.
     */
    CompletionStage<Unbanned> unban(List<String> subjects, String jail, String by) {
        atMost(subjects);
        if (!jail.isEmpty()) {
            check(jail);
        }
        if (subjects.isEmpty()) {
            CompletionStage<List<Ban>> ended = jail.isEmpty() ? bans.removeAll(by) : bans.removeAll(jail, by);
            return ended.thenApply(all -> new Unbanned(lines(all), List.of()))
                    .thenCompose(unbanned -> asked(by, "unban", List.of("all"), jail, unbanned));
        }
        List<Network> networks = subjects.stream().map(Network::parse).toList();
        CompletionStage<List<BanLine>> done = CompletableFuture.completedStage(new ArrayList<>());
        for (Network network : networks) {
            CompletionStage<List<Ban>> ended =
                    jail.isEmpty() ? bans.remove(network, by) : bans.remove(network, jail, by);
            done = done.thenCombine(ended, (lines, some) -> joined(lines, lines(some)));
        }
        return done.thenCompose(lines -> still(subjects).thenApply(still -> new Unbanned(lines, still)))
                .thenCompose(unbanned -> asked(by, "unban", subjects, jail, unbanned));
    }

    /** The audit has the bans that came of it one by one; this is who wanted them, in whose words. */
    private <T> CompletionStage<T> asked(String by, String what, List<String> subjects, String jail, T answer) {
        String named = subjects.stream().limit(MOST_NAMED).collect(Collectors.joining(" "));
        String more = subjects.size() > MOST_NAMED ? " and " + (subjects.size() - MOST_NAMED) + " more" : "";
        AuditEntry entry = new AuditEntry(by, "asked to " + what, named + more, jail.isEmpty() ? "" : "jail " + jail);
        return audit.append(entry).thenApply(done -> answer);
    }

    /** What holds subjects back although their own bans have ended. */
    private CompletionStage<List<String>> still(List<String> subjects) {
        CompletionStage<List<String>> still = CompletableFuture.completedStage(List.of());
        for (String subject : subjects) {
            CompletionStage<List<String>> its = subject.indexOf('/') < 0
                    ? holds.on(Question.address(subject))
                            .exceptionally(failure -> List.of(
                                    "what else holds " + subject + " back cannot be asked: the state store fails"))
                    : CompletableFuture.completedStage(holds.on(Network.parse(subject)));
            still = still.thenCombine(its, JailDesk::joined);
        }
        return still.thenApply(lines -> lines.stream().distinct().toList());
    }

    private List<BanLine> lines(Collection<Ban> some) {
        return some.stream()
                .map(ban -> BanLine.of(ban, origins, bans.isUnsaved(ban)))
                .toList();
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
