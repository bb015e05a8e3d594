package org.sekisho.app.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that has happened. It is sent as JSON, so components are only ever added.
 *
 * @param kind {@code ban}, {@code unban}, {@code would-ban}, {@code spared}, {@code refused}, {@code delayed},
 *     {@code disconnected}, {@code reload}, {@code lost} or {@code end}
 * @param jail of what happens to bans
 * @param subject whose ban or session it is: an address or a network
 * @param reference of a decision that {@code why} explains
 * @param text in the log's words; what strangers said stands in it as received
 */
public record FeedEvent(
        Instant time,
        String kind,
        Optional<String> jail,
        Optional<String> subject,
        Optional<String> reference,
        String text) {
    /** The feed has nothing more to tell: the proxy stops. */
    public static final String END = "end";

    static FeedEvent plain(Instant time, String kind, String text) {
        return new FeedEvent(time, kind, Optional.empty(), Optional.empty(), Optional.empty(), text);
    }

    /** For a follower that was too slow. */
    static FeedEvent lost(Instant time, int count) {
        return plain(time, "lost", count + (count == 1 ? " event was" : " events were") + " lost: they came too fast");
    }

    static FeedEvent end(Instant time) {
        return plain(time, END, "The proxy stops");
    }
}
