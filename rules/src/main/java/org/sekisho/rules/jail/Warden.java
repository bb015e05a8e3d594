package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Mode;

/** Puts those on the list of bans whom jails have convicted, unless the guard knows why that would do harm. */
public final class Warden implements Bailiff {
    private final BanList bans;
    private final Guard guard;
    private final InstantSource clock;

    public Warden(BanList bans, Guard guard, InstantSource clock) {
        this.bans = bans;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> ban(Ban ban, JailSettings jail) {
        CompletionStage<Void> known =
                jail.spareGoodSenders() ? guard.asksForGoodMail(ban.subject()) : CompletableFuture.completedStage(null);
        return known.thenRun(() -> decide(ban, jail));
    }

    private void decide(Ban ban, JailSettings jail) {
        Instant now = clock.instant();
        Optional<String> because =
                guard.spares(ban.subject(), IgnoredClients.networks(jail.ignoreIp()), jail.spareGoodSenders());
        if (because.isPresent()) {
            bans.tell(new BanEvent.Spared(ban, now, because.get()));
        } else if (jail.mode() == Mode.ENFORCE) {
            var unused = bans.impose(ban); // The list says what it cannot keep, and tries again.
        } else {
            bans.tell(new BanEvent.WouldBan(ban, now));
        }
    }

    @Override
    public boolean holds(InetAddress client) {
        return bans.covering(client, clock.instant()).isPresent();
    }
}
