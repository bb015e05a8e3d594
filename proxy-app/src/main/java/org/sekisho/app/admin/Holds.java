package org.sekisho.app.admin;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.sekisho.app.decision.Explanation;
import org.sekisho.rules.greylist.GreylistMemory;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.settings.Network;

/** All that keeps a client back, whoever does it: so that an operator who has let it go sees why it is still not heard. */
public final class Holds {
    private static final int MOST_OF_A_NETWORK = 100;

    private final LiveRules rules;
    private final Map<String, Boolean> listeners;
    private final BanList bans;
    private final JailKeeper keeper;
    private final GreylistMemory greylist;

    /** @param listeners by name, whether it is for submission; the client is asked about at the first */
    public Holds(
            LiveRules rules, Map<String, Boolean> listeners, BanList bans, JailKeeper keeper, GreylistMemory greylist) {
        this.rules = rules;
        this.listeners = listeners;
        this.bans = bans;
        this.keeper = keeper;
        this.greylist = greylist;
    }

    /** One line each: bans, what rules would do at the connection, failures that jails have counted, mail put off. */
    CompletionStage<List<String>> on(InetAddress client) {
        List<String> banned = lines(bans.allCovering(client).stream());
        return atConnection(client)
                .thenCombine(counted(client), Holds::joined)
                .thenCombine(keeper.alerts(client), Holds::joined)
                .thenCombine(putOff(client), Holds::joined)
                .thenApply(others -> joined(banned, others));
    }

    /** One line each: the bans of networks that it is in, and of those that are in it, the wider ones first. */
    List<String> on(Network network) {
        return lines(bans.list().stream()
                .filter(ban -> ban.subject().overlaps(network))
                .sorted(Comparator.comparingInt(ban -> ban.subject().bits()))
                .limit(MOST_OF_A_NETWORK));
    }

    private static List<String> lines(Stream<Ban> bans) {
        return bans.map(ban -> ban.subject() + " is banned by " + ban.jail() + " "
                        + ban.until().map(end -> "until " + end).orElse("for ever"))
                .toList();
    }

    private CompletionStage<List<String>> atConnection(InetAddress client) {
        Map.Entry<String, Boolean> listener = listeners.entrySet().iterator().next();
        Question question = new Question(
                client.getHostAddress(),
                Optional.of(listener.getKey()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return new Rehearsal(rules.rehearsal(), question, listener.getKey(), listener.getValue())
                .play()
                .thenApply(told -> told.stream()
                        .flatMap(each -> each.steps().stream())
                        .filter(step ->
                                step.effect().equals("acted") && !step.rule().equals("bans"))
                        .map(Holds::line)
                        .toList());
    }

    private static String line(Explanation.Step step) {
        return "the rule " + step.rule() + " holds it back: " + step.because();
    }

    private CompletionStage<List<String>> counted(InetAddress client) {
        return keeper.failures(client)
                .thenApply(jails -> jails.entrySet().stream()
                        .map(jail ->
                                "the jail " + jail.getKey() + " has counted " + jail.getValue() + " of its failures")
                        .toList());
    }

    private CompletionStage<List<String>> putOff(InetAddress client) {
        return greylist.waiting(client)
                .thenApply(waiting -> waiting.stream()
                        .map(each -> "greylist waits for it to come back: " + each.triplet() + " since " + each.first())
                        .toList());
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
