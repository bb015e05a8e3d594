package org.sekisho.rules.jail;

import java.time.Instant;

/** What has become of a ban, for those who act on it outside of sessions: firewall, mail, audit, operators who watch. */
public sealed interface BanEvent {
    Ban ban();

    Instant time();

    /**
     * It holds from now on.
     *
     * @param restored it held before the program was started, too: nobody need be told again
     */
    record Banned(Ban ban, Instant time, boolean restored) implements BanEvent {}

    /**
     * It holds no more.
     *
     * @param why "expired", or who ended it
     */
    record Unbanned(Ban ban, Instant time, String why) implements BanEvent {}

    /** The jail only watches: it would have banned. */
    record WouldBan(Ban ban, Instant time) implements BanEvent {}

    /** It would have hit those it is not for; nobody was banned. */
    record Spared(Ban ban, Instant time, String because) implements BanEvent {}
}
