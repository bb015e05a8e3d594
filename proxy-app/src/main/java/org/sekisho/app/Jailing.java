package org.sekisho.app;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.sekisho.rules.Tools;
import org.sekisho.rules.jail.Bailiff;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanEvent.Banned;
import org.sekisho.rules.jail.BanEvent.Spared;
import org.sekisho.rules.jail.BanEvent.Unbanned;
import org.sekisho.rules.jail.BanEvent.WouldBan;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.BanObserver;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jails of the configuration at work: what they decide becomes bans, and every ban a line in the log. */
final class Jailing implements Bailiff, BanObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Jailing.class);

    private final BanList bans;
    private final Tools tools;
    private final JailKeeper keeper;

    /**
     * @param key for hashes that jails compare
     */
    Jailing(Map<String, JailSettings> jails, Tools tools, byte[] key) {
        this.tools = tools;
        bans = tools.banList();
        keeper = new JailKeeper(tools.state(), tools.clock(), tools.random(), tools.dns(), key, this);
        keeper.replace(new Jails(jails));
        bans.observe(keeper);
        bans.observe(this);
    }

    JailKeeper keeper() {
        return keeper;
    }

    @Override
    public void ban(Ban ban, boolean enforced) {
        Instant now = tools.clock().instant();
        if (!enforced) {
            bans.tell(new WouldBan(ban, now));
            return;
        }
        bans.impose(ban).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The ban of {} holds, but is not on the disk yet: {}", ban.subject(), failure.getMessage());
            }
        });
    }

    @Override
    public boolean holds(InetAddress client) {
        return bans.covering(client, tools.clock().instant()).isPresent();
    }

    /** As fail2ban's log has it, so that what reads that can read this. */
    @Override
    public void told(BanEvent event) {
        Ban ban = event.ban();
        if (event instanceof Banned banned && banned.restored()) {
            LOG.debug("[{}] Restore Ban {}", ban.jail(), ban.subject());
        } else if (event instanceof Banned) {
            LOG.info("[{}] Ban {} ({}, {})", ban.jail(), ban.subject(), because(ban), time(ban));
        } else if (event instanceof Unbanned unbanned) {
            LOG.info("[{}] Unban {} ({})", ban.jail(), ban.subject(), unbanned.why());
        } else if (event instanceof WouldBan) {
            LOG.info("[{}] Would ban {} ({}, {})", ban.jail(), ban.subject(), because(ban), time(ban));
        } else if (event instanceof Spared spared) {
            LOG.warn("[{}] Not banned: {} ({})", ban.jail(), ban.subject(), spared.because());
        }
    }

    private static String because(Ban ban) {
        return ban.failures() == 0 ? "by " + ban.by() : ban.failures() + " failures";
    }

    private static String time(Ban ban) {
        return ban.until()
                .map(until -> "for " + Duration.between(ban.since(), until).toSeconds() + " s")
                .orElse("for ever");
    }
}
