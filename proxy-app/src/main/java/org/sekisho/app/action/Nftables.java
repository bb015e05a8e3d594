package org.sekisho.app.action;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.Response;
import org.sekisho.settings.Network;

/**
 * Has the kernel block banned clients, in a table of its own. Whatever goes wrong, the next change makes the whole table
 * anew from the bans that hold.
 */
final class Nftables implements BanAction {
    static final List<String> PROGRAM = List.of("nft");

    /** For one run of nft: 100,000 elements take half a second. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** How soon the kernel knows of somebody who is allowed, while nobody is banned or unbanned. */
    static final Duration LOOK = Duration.ofMillis(500);

    private static final int EVENTS_MAX = 5_000;
    private static final Comparator<Ban> BY_END = Comparator.comparing(Ban::end);

    private final NftablesSettings settings;
    private final List<String> command;
    private final BanList bans;
    private final Supplier<Set<Network>> allowed;
    private final InstantSource clock;
    /** Of each network that is banned the longest ban; the kernel gets those that are within no other one. */
    private final Map<Network, Ban> networks = new HashMap<>();

    /** Whom the kernel lets through. */
    private Set<Network> passing = Set.of();

    /** Whether the kernel has what was told so far. */
    private volatile boolean loaded;

    /** Whether there is something to remove. */
    private volatile boolean made;

    /**
     * Does nothing yet.
     *
     * @param program nft, or the way to it
     * @param allowed who is let through whatever is banned, whenever asked
     */
    Nftables(
            NftablesSettings settings,
            List<String> program,
            BanList bans,
            Supplier<Set<Network>> allowed,
            InstantSource clock) {
        this.settings = settings;
        command = new ArrayList<>(program);
        command.addAll(List.of("-f", "-"));
        this.bans = bans;
        this.allowed = allowed;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "nftables";
    }

    @Override
    public boolean wants(BanEvent event) {
        return event instanceof BanEvent.Banned || event instanceof BanEvent.Unbanned;
    }

    @Override
    public int most() {
        return EVENTS_MAX;
    }

    @Override
    public void begin() throws IOException, InterruptedException {
        load();
    }

    @Override
    public void idle() throws IOException, InterruptedException {
        Set<Network> now = allowed.get();
        if (!loaded) {
            load();
        } else if (!now.equals(passing)) {
            run(new NftScript(settings.table()).allowed(outermost(now)));
            passing = now;
        }
    }

    @Override
    public void lost() {
        loaded = false;
    }

    @Override
    public void end() throws IOException, InterruptedException {
        if (made) {
            run(new NftScript(settings.table()).remove());
        }
    }

    @Override
    public void take(List<BanEvent> events) throws IOException, InterruptedException {
        if (!loaded) {
            // What happened is in the bans that hold, too.
            load();
            return;
        }
        // One subject may be banned by several jails: what counts is which bans hold now, not what happened last.
        Set<Network> touched = new TreeSet<>();
        events.forEach(event -> touched.add(event.ban().subject()));
        Instant now = clock.instant();
        List<Network> addresses = new ArrayList<>();
        List<Ban> holding = new ArrayList<>();
        for (Network subject : touched) {
            Optional<Ban> longest =
                    bans.of(subject).stream().filter(Nftables::blocks).max(BY_END);
            if (isNetwork(subject)) {
                networks.remove(subject);
                longest.ifPresent(ban -> networks.put(subject, ban));
            } else {
                addresses.add(subject);
                longest.ifPresent(holding::add);
            }
        }
        NftScript script = new NftScript(settings.table()).takeOut(addresses).put(holding, now);
        if (addresses.size() < touched.size()) {
            script.networks(widest(now), now);
        }
        Set<Network> pass = allowed.get();
        if (!pass.equals(passing)) {
            script.allowed(outermost(pass));
        }
        run(script);
        passing = pass;
    }

    private void load() throws IOException, InterruptedException {
        Instant now = clock.instant();
        Map<Network, Ban> addresses = new HashMap<>();
        networks.clear();
        for (Ban ban : bans.list()) {
            if (blocks(ban)) {
                Map<Network, Ban> kept = isNetwork(ban.subject()) ? networks : addresses;
                kept.merge(ban.subject(), ban, BinaryOperator.maxBy(BY_END));
            }
        }
        Set<Network> pass = allowed.get();
        run(new NftScript(settings.table())
                .remove()
                .create(settings)
                .allowed(outermost(pass))
                .put(addresses.values(), now)
                .networks(widest(now), now));
        passing = pass;
        loaded = true;
        made = true;
    }

    /** Whoever is slowed down, or refused each recipient, is to connect. */
    private static boolean blocks(Ban ban) {
        return ban.response() == Response.REFUSE || ban.response() == Response.DROP;
    }

    private void run(NftScript script) throws IOException, InterruptedException {
        try {
            ChildProgram.run(command, Map.of(), script.toString(), LIMIT);
        } catch (IOException e) {
            loaded = false;
            throw new IOException(
                    e.getMessage() + " (Debian's package 'nftables', and the capability CAP_NET_ADMIN are needed)", e);
        }
    }

    // Networks

    private static boolean isNetwork(Network subject) {
        return subject.toString().indexOf('/') >= 0;
    }

    /** When one that holds others has run out, its end brings the others in. */
    private List<Ban> widest(Instant now) {
        networks.values().removeIf(ban -> !ban.holdsAt(now));
        return outermost(networks.keySet()).stream().map(networks::get).toList();
    }

    /** Those that lie within no other one. In their order, whatever lies within one follows it. */
    private static List<Network> outermost(Collection<Network> all) {
        List<Network> outermost = new ArrayList<>();
        for (Network network : new TreeSet<>(all)) {
            if (outermost.isEmpty() || !outermost.get(outermost.size() - 1).contains(network)) {
                outermost.add(network);
            }
        }
        return outermost;
    }
}
