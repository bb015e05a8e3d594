package org.sekisho.app.admin;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.policy.Policy;
import org.sekisho.policy.References;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.greylist.GreylistMemory;
import org.sekisho.rules.jail.Bailiff;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ZoneDns;

/** JailDesks of jails in which nobody has done anything. */
public final class JailDesks {
    private static final Bailiff NOBODY = new Bailiff() {
        @Override
        public CompletionStage<Void> ban(Ban ban, JailSettings jail) {
            throw new AssertionError("nobody was to be banned by a jail");
        }

        @Override
        public boolean holds(InetAddress client) {
            return false;
        }
    };

    private JailDesks() {}

    static JailDesk on(StateStore store, AuditLog audit, InstantSource clock) {
        return on(store, Origins.NONE, audit, clock);
    }

    static JailDesk on(StateStore store, Origins origins, AuditLog audit, InstantSource clock) {
        return on(new BanList(store, clock), store, origins, audit, clock);
    }

    /** Whose bans are these. */
    public static JailDesk on(BanList bans, StateStore store, Origins origins, AuditLog audit, InstantSource clock) {
        return on(Jails.DEFAULTS, bans, store, origins, audit, clock);
    }

    static JailDesk on(
            Jails jails, BanList bans, StateStore store, Origins origins, AuditLog audit, InstantSource clock) {
        JailKeeper keeper = new JailKeeper(store, clock, new Random(1), new ZoneDns(), origins, new byte[32], NOBODY);
        keeper.replace(jails);
        bans.observe(keeper);
        Policy nothing = new Policy(
                Map.of(), List.of(), Wishes.NONE, Policy.Terms.DEFAULTS, new References(new Random(1)), clock);
        FixedRules rules = new FixedRules(nothing, new RecipientMemory(RecipientSettings.DEFAULTS, store, clock));
        Holds holds = new Holds(rules, Map.of("mx", false), bans, keeper, new GreylistMemory(store));
        return new JailDesk(bans, keeper, holds, origins, audit, clock);
    }
}
