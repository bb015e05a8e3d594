package org.sekisho.app.admin;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;

/**
 * Where operators ask about bans, and ban and unban. Thread-safe. Questions that cannot be answered throw an
 * {@link IllegalArgumentException} with words for whoever asked.
 */
public final class Warden {
    /** For bans of no jail. */
    static final String MANUAL = "manual";

    private static final Duration MANUAL_TIME = Duration.ofHours(1);

    private final BanList bans;
    private final InstantSource clock;

    public Warden(BanList bans, InstantSource clock) {
        this.bans = bans;
        this.clock = clock;
    }

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
    CompletionStage<List<BanLine>> ban(BanLine.Wish wish) {
        List<Network> subjects = wish.subjects().stream().map(Network::parse).toList();
        Instant now = clock.instant();
        Optional<Instant> until = until(wish, now);
        CompletionStage<List<BanLine>> done = CompletableFuture.completedStage(new ArrayList<>());
        for (Network subject : subjects) {
            Ban ban = new Ban(subject, wish.jail(), now, until, wish.by(), 0, 0, List.of(), Response.REFUSE);
            done = done.thenCompose(lines -> bans.add(ban).thenApply(kept -> with(lines, BanLine.of(ban))));
        }
        return done;
    }

    private static Optional<Instant> until(BanLine.Wish wish, Instant now) {
        long seconds = wish.seconds().orElse(MANUAL_TIME.toSeconds());
        return seconds < 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds));
    }

    /**
     * Ends bans: those of the subjects themselves, whichever jail it was unless one is named; of all if there are none.
     * Complete when that is durable.
     */
    CompletionStage<Unbanned> unban(List<String> subjects, String jail, String by) {
        if (subjects.isEmpty()) {
            CompletionStage<List<Ban>> ended = jail.isEmpty() ? bans.removeAll(by) : bans.removeAll(jail, by);
            return ended.thenApply(all -> new Unbanned(lines(all), List.of()));
        }
        List<Network> networks = subjects.stream().map(Network::parse).toList();
        CompletionStage<List<BanLine>> done = CompletableFuture.completedStage(new ArrayList<>());
        for (Network network : networks) {
            CompletionStage<List<Ban>> ended =
                    jail.isEmpty() ? bans.remove(network, by) : bans.remove(network, jail, by);
            done = done.thenCombine(ended, (lines, some) -> joined(lines, lines(some)));
        }
        return done.thenApply(lines -> new Unbanned(lines, still(subjects)));
    }

    /** What hits an address although its own bans have ended: those of networks around it. */
    private List<String> still(List<String> subjects) {
        Function<InetAddress, List<String>> held = address -> bans.allCovering(address).stream()
                .map(ban -> ban.subject() + " is banned by " + ban.jail())
                .toList();
        return subjects.stream()
                .filter(subject -> subject.indexOf('/') < 0)
                .flatMap(subject -> held.apply(Question.address(subject)).stream())
                .distinct()
                .toList();
    }

    private static List<BanLine> lines(List<Ban> some) {
        return some.stream().map(BanLine::of).toList();
    }

    private static List<BanLine> with(List<BanLine> lines, BanLine one) {
        return joined(lines, List.of(one));
    }

    private static List<BanLine> joined(List<BanLine> some, List<BanLine> others) {
        List<BanLine> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
