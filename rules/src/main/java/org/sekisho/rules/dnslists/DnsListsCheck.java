package org.sekisho.rules.dnslists;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.dnslists.DnsListsSettings.ListedZone;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Reply;

/**
 * Asks all lists at once and adds up the weights of those that have the client. A list that does not answer counts for
 * nothing; when none answers, the check fails.
 */
public final class DnsListsCheck implements Check<Stage> {
    public static final RuleType<Stage, DnsListsSettings> TYPE = RuleType.of(
            "dns-lists",
            "Is the client's address on block lists or allow lists in DNS?",
            Stage.class,
            DnsListsSettings.DEFAULTS,
            Dependence.DNS,
            DnsListsCheck::build);

    /** RFC 4193; Java's site-local addresses are the ones before them. */
    private static final Network UNIQUE_LOCAL = Network.parse("fc00::/7");

    private static final Network LIST_ANSWERS = Network.parse("127.0.0.0/8");
    /** "You may not ask": Spamhaus and others answer so to public resolvers and to those who ask too much. */
    private static final Network NOT_FOR_YOU = Network.parse("127.255.255.0/24");

    private final DnsListsSettings settings;
    private final DnsLookup dns;
    private final ListProblems problems;
    /** By zone, so that one is asked once however often it stands. */
    private final Map<String, List<Entry>> zones = new LinkedHashMap<>();

    private record Entry(ListedZone list, List<AnswerPattern> patterns) {
        boolean counts(InetAddress answer) {
            return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(answer));
        }
    }

    /** What one zone said. */
    private record Said(String zone, DnsAnswer<InetAddress> answer) {}

    DnsListsCheck(DnsListsSettings settings, DnsLookup dns, InstantSource clock) {
        this.settings = settings;
        this.dns = dns;
        problems = new ListProblems(clock);
        for (ListedZone list : settings.lists()) {
            zones.computeIfAbsent(list.zone(), unused -> new ArrayList<>())
                    .add(new Entry(
                            list,
                            list.answers().stream().map(AnswerPattern::parse).toList()));
        }
    }

    private static Defence<Stage> build(DnsListsSettings settings, Tools tools) {
        return Defence.of(Stage.class, new DnsListsCheck(settings, tools.dns(), tools.clock()));
    }

    @Override
    public CompletionStage<Finding> examine(Stage known, Inquiry inquiry) {
        InetAddress client = known.connection().client();
        if (zones.isEmpty() || isPrivate(client)) {
            return CompletableFuture.completedStage(
                    Finding.pass(zones.isEmpty() ? "no lists are set" : "a private address, which no list knows"));
        }
        CompletionStage<List<Said>> all = CompletableFuture.completedStage(List.of());
        List<CompletionStage<Said>> asked = zones.keySet().stream()
                .map(zone -> dns.ipv4(ListedName.of(client, zone)).thenApply(answer -> new Said(zone, answer)))
                .toList();
        for (CompletionStage<Said> each : asked) {
            all = all.thenCombine(each, DnsListsCheck::plus);
        }
        return all.thenApply(said -> weigh(known.connection().address(), said));
    }

    private static boolean isPrivate(InetAddress client) {
        return client.isLoopbackAddress()
                || client.isSiteLocalAddress()
                || client.isLinkLocalAddress()
                || UNIQUE_LOCAL.contains(client);
    }

    private static <T> List<T> plus(List<T> some, T one) {
        List<T> more = new ArrayList<>(some);
        more.add(one);
        return more;
    }

    private Finding weigh(String client, List<Said> said) {
        if (said.stream().allMatch(each -> each.answer().failure())) {
            throw new LookUpFailedException("none of " + said.size() + " lists about " + client);
        }
        int sum = 0;
        Set<String> blocking = new LinkedHashSet<>();
        List<String> evidence = new ArrayList<>();
        for (Said each : said) {
            for (Entry entry : zones.getOrDefault(each.zone(), List.of())) {
                ListedZone list = entry.list();
                if (each.answer().failure()) {
                    evidence.add(list.shown() + ": no answer");
                } else if (hit(entry, each.answer().values())) {
                    sum += list.weight();
                    evidence.add(list.shown() + ": " + list.weight());
                    if (list.weight() > 0) {
                        blocking.add(list.shown());
                    }
                }
            }
        }
        return conclude(client, sum, blocking)
                .with("lists", evidence.isEmpty() ? "on none" : String.join(", ", evidence))
                .with("sum", sum)
                .with("refuseAt", settings.refuseAt())
                .with("exemptAt", settings.exemptAt());
    }

    private boolean hit(Entry entry, List<InetAddress> answers) {
        boolean hit = false;
        for (InetAddress answer : answers) {
            if (NOT_FOR_YOU.contains(answer)) {
                problems.refusesUs(entry.list().shown(), Network.text(answer));
            } else if (!LIST_ANSWERS.contains(answer)) {
                problems.makesNoSense(entry.list().shown(), Network.text(answer));
            } else {
                hit |= entry.counts(answer);
            }
        }
        return hit;
    }

    private Finding conclude(String client, int sum, Set<String> blocking) {
        if (sum >= settings.refuseAt()) {
            String lists = String.join(", ", blocking);
            return Finding.refuse(
                            Reply.of(550, "5.7.1", "Your address " + client + " is listed by " + lists),
                            "listed by " + lists)
                    .unless("the sum of the weights were below " + settings.refuseAt());
        }
        if (settings.exemptAt() < 0 && sum <= settings.exemptAt()) {
            return Finding.exempt("trusted by allow lists");
        }
        return Finding.pass("not listed enough");
    }
}
