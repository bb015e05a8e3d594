package org.sekisho.app.action;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.settings.Network;

/**
 * Has the kernel block banned clients, in a table of its own. Whatever goes wrong, the next change makes the whole table
 * anew from the bans that hold.
 */
final class Nftables implements BanAction {
    static final List<String> PROGRAM = List.of("nft");

    /** For one run of nft: 100,000 elements take half a second. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int EVENTS_MAX = 5_000;

    private final NftablesSettings settings;
    private final List<String> command;
    private final Supplier<? extends Collection<Ban>> bans;
    private final InstantSource clock;
    /** All that are banned; the kernel gets those that are within no other one. */
    private final Map<Network, Ban> networks = new HashMap<>();

    /** Whether the kernel has what was told so far. */
    private volatile boolean loaded;

    /** Whether there is something to remove. */
    private volatile boolean made;

    /**
     * Does nothing yet.
     *
     * @param program nft, or the way to it
     */
    Nftables(
            NftablesSettings settings,
            List<String> program,
            Supplier<? extends Collection<Ban>> bans,
            InstantSource clock) {
        this.settings = settings;
        command = new ArrayList<>(program);
        command.addAll(List.of("-f", "-"));
        this.bans = bans;
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
        if (!loaded) {
            load();
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
        Map<Network, BanEvent> last = new LinkedHashMap<>();
        events.forEach(event -> last.put(event.ban().subject(), event));
        Instant now = clock.instant();
        NftScript script = new NftScript(settings.table());
        boolean anotherNetwork = false;
        List<Ban> begun = new ArrayList<>();
        List<Ban> ended = new ArrayList<>();
        for (BanEvent event : last.values()) {
            Ban ban = event.ban();
            boolean holds = event instanceof BanEvent.Banned && ban.holdsAt(now);
            if (isNetwork(ban)) {
                keep(ban, holds);
                anotherNetwork = true;
            } else {
                (holds ? begun : ended).add(ban);
            }
        }
        script.takeOut(ended).put(begun, now);
        if (anotherNetwork) {
            script.networks(widest(now), now);
        }
        run(script);
    }

    private void load() throws IOException, InterruptedException {
        Instant now = clock.instant();
        List<Ban> addresses = new ArrayList<>();
        networks.clear();
        for (Ban ban : bans.get()) {
            if (ban.holdsAt(now)) {
                if (isNetwork(ban)) {
                    keep(ban, true);
                } else {
                    addresses.add(ban);
                }
            }
        }
        run(new NftScript(settings.table())
                .remove()
                .create(settings)
                .put(addresses, now)
                .networks(widest(now), now));
        loaded = true;
        made = true;
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

    private static boolean isNetwork(Ban ban) {
        return ban.subject().toString().indexOf('/') >= 0;
    }

    private void keep(Ban ban, boolean holds) {
        if (holds) {
            networks.put(ban.subject(), ban);
        } else {
            networks.remove(ban.subject());
        }
    }

    /** When one that holds others has run out, its end brings the others in. */
    private List<Ban> widest(Instant now) {
        networks.values().removeIf(ban -> !ban.holdsAt(now));
        return networks.values().stream().filter(ban -> !isWithinAnother(ban)).toList();
    }

    private boolean isWithinAnother(Ban ban) {
        IPAddress block = new IPAddressString(ban.subject().toString()).getAddress();
        for (int bits = block.getPrefixLength() - 1; bits >= 0; bits--) {
            if (networks.containsKey(Network.parse(block.toPrefixBlock(bits).toString()))) {
                return true;
            }
        }
        return false;
    }
}
