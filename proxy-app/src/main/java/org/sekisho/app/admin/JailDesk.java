package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.DurationNotation;
import org.sekisho.policy.Mode;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailDraft;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.JailStatus;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.jail.Response;
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
    private final AuditLog audit;
    private final InstantSource clock;
    private final Map<String, LongAdder> banned = new ConcurrentHashMap<>();

    public JailDesk(BanList bans, JailKeeper keeper, Holds holds, AuditLog audit, InstantSource clock) {
        this.bans = bans;
        this.keeper = keeper;
        bans.observe(this::count);
        this.holds = holds;
        this.audit = audit;
        this.clock = clock;
    }

    private void count(BanEvent event) {
        if (event instanceof BanEvent.Banned) {
            banned.computeIfAbsent(event.ban().jail(), jail -> new LongAdder()).increment();
        }
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
        return keeper.status(name).thenApply(found -> line(found.orElseThrow(() -> new NoSuchJail(name))));
    }

    private JailLine line(JailStatus status) {
        JailSettings settings = status.settings();
        LongAdder total = banned.get(status.jail());
        return new JailLine(
                status.jail(),
                settings.mode().key(),
                settings.counts(),
                settings.findTime(),
                settings.maxRetry(),
                settings.banTime(),
                status.currentlyFailed(),
                status.totalFailed(),
                total == null ? 0 : total.sum(),
                bans.list().stream()
                        .filter(ban -> ban.jail().equals(status.jail()))
                        .map(ban -> ban.subject().toString())
                        .toList(),
                status.wouldBans().stream()
                        .map(would -> new JailLine.WouldBan(
                                would.subject(), would.since(), would.failures(), would.goodMail()))
                        .toList());
    }

    /** Until the next reload or start. */
    CompletionStage<JailLine> change(String name, JailLine.Change change, String by) {
        Map<String, JailSettings> all = new LinkedHashMap<>(keeper.jails().byName());
        JailSettings present = all.get(name);
        if (present == null) {
            throw new NoSuchJail(name);
        }
        all.put(name, present.but(jail -> apply(jail, change)));
        keeper.replace(new Jails(all));
        LOG.info("{} has set {} of the jail {} to {}", by, change.key(), name, change.value());
        return audit.append(new AuditEntry(by, "set", name, change.key() + " " + change.value()))
                .thenCompose(done -> jail(name));
    }

    private static void apply(JailDraft jail, JailLine.Change change) {
        String value = change.value();
        switch (change.key()) {
            case "maxRetry" -> jail.maxRetry = Integer.parseInt(value);
            case "findTime" -> jail.findTime = time(value);
            case "banTime" -> jail.banTime = time(value);
            case "mode" -> jail.mode = Mode.valueOf(value.toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("Sorry but the command is invalid");
        }
    }

    /** As in the configuration; a number alone are seconds, less than 0 for ever, as fail2ban-client has it. */
    private static Duration time(String text) {
        return text.matches("-?[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : DurationNotation.parse(text);
    }

    /** In fail2ban's words. */
    static final class NoSuchJail extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NoSuchJail(String name) {
            super("Sorry but the jail '" + name + "' does not exist");
        }
    }

    // Bans

    /** All bans, or those that hit one of these addresses. */
    List<BanLine> bans(List<String> addresses) {
        if (addresses.isEmpty()) {
            return bans.list().stream().map(BanLine::of).toList();
        }
        Set<Ban> hitting = new LinkedHashSet<>();
        addresses.forEach(address -> hitting.addAll(bans.allCovering(Question.address(address))));
        return hitting.stream().map(BanLine::of).toList();
    }

    /** Complete when all are on the disk; nobody is banned if one of the subjects cannot be read. */
    CompletionStage<List<BanLine>> ban(BanLine.Wish wish, String by) {
        if (wish.subjects().size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " at once, not "
                    + wish.subjects().size());
        }
        List<Network> subjects = wish.subjects().stream().map(Network::parse).toList();
        JailSettings jail = keeper.jails().byName().get(wish.jail());
        if (jail == null && !wish.jail().equals(MANUAL)) {
            throw new NoSuchJail(wish.jail());
        }
        Instant now = clock.instant();
        Duration usual = jail == null ? MANUAL_TIME : jail.banTime();
        Optional<Instant> until = until(wish.seconds().orElse(usual.toSeconds()), now);
        List<Ban> wanted = subjects.stream()
                .map(subject -> new Ban(subject, wish.jail(), now, until, by, 0, 0, List.of(), Response.REFUSE))
                .toList();
        CompletableFuture<?>[] kept =
                wanted.stream().map(ban -> bans.add(ban).toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(kept)
                .thenCompose(done -> asked(by, "ban", wish.subjects(), wish.jail(), lines(wanted)));
    }

    private static Optional<Instant> until(long seconds, Instant now) {
        return seconds < 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds));
    }

    /**
     * Ends bans: those of the subjects themselves, whichever jail it was unless one is named; of all if there are none.
     * Complete when that is durable.
     */
    CompletionStage<Unbanned> unban(List<String> subjects, String jail, String by) {
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

    /** What holds addresses back although their own bans have ended; of networks nothing is said. */
    private CompletionStage<List<String>> still(List<String> subjects) {
        CompletionStage<List<String>> still = CompletableFuture.completedStage(List.of());
        for (String subject : subjects) {
            if (subject.indexOf('/') < 0) {
                still = still.thenCombine(holds.on(Question.address(subject)), JailDesk::joined);
            }
        }
        return still.thenApply(lines -> lines.stream().distinct().toList());
    }

    private static List<BanLine> lines(List<Ban> some) {
        return some.stream().map(BanLine::of).toList();
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
