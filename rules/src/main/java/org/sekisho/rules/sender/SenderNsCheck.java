package org.sekisho.rules.sender;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.sekisho.settings.Network;
import org.sekisho.smtp.Reply;

/**
 * Refuses senders whose domain is served by a listed name server: those who send spam change their domains daily and
 * their name servers rarely.
 */
public final class SenderNsCheck implements Check<Stage.Sending> {
    public static final RuleType<Stage.Sending, SenderNsSettings> TYPE = RuleType.of(
            "sender-ns",
            "Is the sender's domain served by a listed name server?",
            Stage.Sending.class,
            SenderNsSettings.DEFAULTS,
            Dependence.DNS,
            SenderNsCheck::build);

    private static final Reply LISTED =
            Reply.of(550, "5.7.1", "Mail from domains on the sender's name servers is refused here");
    /** Whoever makes up a domain of a hundred labels does not get a hundred look-ups for it. */
    private static final int MOST_LABELS = 8;
    /** No registry lets a domain have more (13 is usual), and one is enough to be refused. */
    private static final int MOST_SERVERS = 13;

    private final SenderNsSettings settings;
    private final DnsLookup dns;

    SenderNsCheck(SenderNsSettings settings, DnsLookup dns) {
        this.settings = settings;
        this.dns = dns;
    }

    private static Defence<Stage.Sending> build(SenderNsSettings settings, Tools tools) {
        return Defence.of(Stage.Sending.class, new SenderNsCheck(settings, tools.dns()));
    }

    @Override
    public CompletionStage<Finding> examine(Stage.Sending known, Inquiry inquiry) {
        Optional<String> domain = SenderDomain.of(known.sender());
        if (domain.isEmpty()) {
            return CompletableFuture.completedStage(Finding.pass("the sender has no domain to look up"));
        }
        if (settings.names().isEmpty() && settings.networks().isEmpty()) {
            return CompletableFuture.completedStage(Finding.pass("no name servers are listed"));
        }
        return servers(lastLabels(domain.get()))
                .thenCompose(this::judge)
                .thenApply(finding -> finding.with("domain", domain.get()));
    }

    private static String lastLabels(String domain) {
        String[] labels = domain.split("\\.", -1);
        int first = Math.max(0, labels.length - MOST_LABELS);
        return String.join(".", List.of(labels).subList(first, labels.length));
    }

    /** The name servers of the zone that a name is in: most names are no zone of their own, so it goes up to one that is. */
    private CompletionStage<List<String>> servers(String name) {
        return dns.nameServers(name).thenCompose(answer -> {
            if (answer.failure()) {
                throw new LookUpFailedException("NS of " + name);
            }
            int dot = name.indexOf('.');
            String parent = name.substring(dot + 1);
            // The name servers of a top-level domain serve good and bad alike.
            boolean top = dot < 0 || parent.indexOf('.') < 0;
            return answer.found() || top ? CompletableFuture.completedStage(answer.values()) : servers(parent);
        });
    }

    private CompletionStage<Finding> judge(List<String> servers) {
        Optional<String> listed = servers.stream().filter(this::listed).findFirst();
        if (listed.isPresent()) {
            return CompletableFuture.completedStage(refusal(listed.get(), listed.get()));
        }
        if (settings.networks().isEmpty()) {
            return CompletableFuture.completedStage(pass(servers));
        }
        CompletionStage<Finding> finding = CompletableFuture.completedStage(pass(servers));
        for (String server : servers.subList(0, Math.min(servers.size(), MOST_SERVERS))) {
            finding = finding.thenCombine(
                    byAddress(server), (before, now) -> before.acts() ? before : now.orElse(before));
        }
        return finding;
    }

    private boolean listed(String server) {
        return settings.names().stream().anyMatch(name -> server.equals(name) || server.endsWith("." + name));
    }

    /** A refusal if the server stands in a listed network. A look-up that fails lists nobody. */
    private CompletionStage<Optional<Finding>> byAddress(String server) {
        return dns.ipv4(server)
                .thenCombine(dns.ipv6(server), SenderNsCheck::both)
                .thenApply(addresses -> addresses.stream()
                        .filter(address -> settings.networks().stream().anyMatch(network -> network.contains(address)))
                        .findFirst()
                        .map(address -> refusal(server, Network.text(address))));
    }

    private static List<InetAddress> both(DnsAnswer<InetAddress> four, DnsAnswer<InetAddress> six) {
        List<InetAddress> all = new ArrayList<>(four.values());
        all.addAll(six.values());
        return all;
    }

    private static Finding refusal(String server, String listed) {
        return Finding.refuse(LISTED, "the sender's domain is served by a listed name server")
                .with("server", server)
                .with("listed", listed);
    }

    private static Finding pass(List<String> servers) {
        return Finding.pass("the sender's name servers are not listed").with("servers", String.join(", ", servers));
    }
}
