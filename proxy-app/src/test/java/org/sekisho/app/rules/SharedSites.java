package org.sekisho.app.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sekisho.testing.ScriptedUpstream;

/** Two proxies or more before one mail server that share their state in Redis. */
final class SharedSites implements AutoCloseable {
    /** Rules that ask the store for each message, and pass without it; the clients of {@link MailLoad} are within all limits. */
    static final String PASSING = """
            rules:
              profile: none
              order: {connect: [bans, limits], sender: [limits], recipient: [allow, recipients, limits, greylist]}
              set:
                bans: {mode: enforce}
                recipients: {mode: enforce, onStoreFailure: pass}
                limits: {mode: enforce, rates: {connections-per-address: 60000/1m, connections-per-network: 60000/1m}}
                greylist: {mode: enforce, who: all, delay: 1s, onStoreFailure: pass}
            """;

    final ScriptedUpstream mailServer =
            ScriptedUpstream.start().offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
    final Site one;
    final Site two;
    private final List<Site> all = new ArrayList<>();

    SharedSites(String rules, String uri) {
        this(rules, List.of(uri, uri));
    }

    /** A proxy for each of these ways to the same Redis. */
    SharedSites(String rules, List<String> uris) {
        for (String uri : uris) {
            all.add(new Site(mailServer, rules, Map.of("SEKISHO_STATE_STORE", "redis", "SEKISHO_STATE_URI", uri)));
        }
        one = all.get(0);
        two = all.get(1);
    }

    List<Site> both() {
        return List.of(one, two);
    }

    List<Site> all() {
        return List.copyOf(all);
    }

    /** How often each of them has found that the store works again, or that others have what a dead master held. */
    List<Long> recoveries() {
        return all.stream()
                .map(site -> site.log()
                        .lines()
                        .filter(line -> line.matches(
                                ".*The state store \\S+( works|, at \\S+, works|, at \\S+, holds nothing any more).*"))
                        .count())
                .toList();
    }

    /** Whether each of them has found so once more. */
    boolean haveRecoveredSince(List<Long> before) {
        List<Long> now = recoveries();
        return IntStream.range(0, now.size()).allMatch(i -> now.get(i) > before.get(i));
    }

    @Override
    public void close() {
        all.forEach(Site::close);
        mailServer.close();
    }
}
