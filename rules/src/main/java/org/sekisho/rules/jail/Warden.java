package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.sekisho.policy.Mode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts those on the list of bans whom jails have convicted, unless the guard knows why that would do harm. */
public final class Warden implements Bailiff {
    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

    private final BanList bans;
    private final Guard guard;
    private final InstantSource clock;

    public Warden(BanList bans, Guard guard, InstantSource clock) {
        this.bans = bans;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public void ban(Ban ban, JailSettings jail) {
        Instant now = clock.instant();
        Optional<String> because =
                guard.spares(ban.subject(), IgnoredClients.networks(jail.ignoreIp()), jail.spareGoodSenders());
        if (because.isPresent()) {
            bans.tell(new BanEvent.Spared(ban, now, because.get()));
        } else if (jail.mode() == Mode.ENFORCE) {
            bans.impose(ban).whenComplete((kept, failure) -> {
                if (failure != null) {
                    LOG.warn("The ban of {} holds, and is not on the disk yet: {}", ban.subject(), failure.toString());
                }
            });
        } else {
            bans.tell(new BanEvent.WouldBan(ban, now));
        }
    }

    @Override
    public boolean holds(InetAddress client) {
        return bans.covering(client, clock.instant()).isPresent();
    }
}
