package org.sekisho.benchmarks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.Placement;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.Who;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ZoneDns;

/** A node that greylists everybody: each of its decisions needs the store. Without sockets and without DNS. */
final class GreylistNode {
    /** What is put off passes from then on. */
    static final Duration DELAY = Duration.ofMillis(1);

    /** More than a run makes, and a node may make a quarter of them in a minute. */
    private static final int MOST_RECORDS = 4_000_000;

    private static final int NETWORKS = 40_000;

    private final PolicyJudge judge;

    GreylistNode(StateStore store, InstantSource clock) {
        GreylistSettings usual = GreylistSettings.DEFAULTS;
        GreylistSettings settings = new GreylistSettings(
                Who.ALL,
                DELAY,
                usual.retryWindow(),
                usual.retries(),
                usual.keep(),
                usual.nullSender(),
                usual.sparesWaiting(),
                usual.header(),
                usual.autowhitelist(),
                false,
                usual.load(),
                MOST_RECORDS,
                usual.mostPerNetwork());
        RuleSet rules = new RuleSet(
                Map.of(Point.RECIPIENT, List.of(Greylist.TYPE.name())),
                Map.of(
                        Greylist.TYPE.name(),
                        Placement.of(Greylist.TYPE, Mode.ENFORCE).with(settings)),
                Wishes.NONE,
                Policy.Terms.DEFAULTS);
        Tools tools = new Tools(
                clock,
                new Random(1),
                new ZoneDns(),
                store,
                new LocalBuckets(clock, LocalBuckets.DEFAULT_MOST),
                new Self("mx.example.com", Set.of()));
        judge = new PolicyJudge(rules.policy(tools, new References(new Random(1)), clock), TrailSink.NONE);
    }

    /**
     * Judges a recipient in a session of its own.
     *
     * @param triplet its number: whose client, sender and recipient
     * @param loop what the session lives on
     */
    CompletionStage<Decision> decide(int triplet, Executor loop) {
        Stage.Connection connection = new Stage.Connection("bench", "mx", false, client(triplet % NETWORKS), 40_000);
        Stage.Introduction introduction =
                new Stage.Introduction("mail.example.net", true, false, false, Optional.empty());
        ReversePath sender = ReversePath.of(mailbox("sender" + triplet, "example.net"));
        return judge.open(connection, loop)
                .judge(new Stage.AtRcpt(connection, introduction, sender, mailbox("user", "example.com")));
    }

    private static Mailbox mailbox(String localPart, String domain) {
        return new Mailbox(localPart + "@" + domain, localPart, domain);
    }

    private static InetAddress client(int network) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte) (network >> 8), (byte) network, 7});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four octets are an address", e);
        }
    }
}
