package org.sekisho.rules.helo;

import com.google.re2j.Pattern;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.settings.Network;
import org.sekisho.smtp.Reply;

/**
 * Refuses clients that greet with our own name or address, or with a name that only bots use. It asks nothing about a
 * name: most mail servers greet with one that DNS does not know.
 */
public final class HeloCheck implements Check<Stage.Introduced> {
    public static final RuleType<Stage.Introduced, HeloSettings> TYPE = RuleType.of(
            "helo",
            "Does the client greet with our own name or address, or with one that only bots use?",
            Stage.Introduced.class,
            HeloSettings.DEFAULTS,
            Dependence.NOTHING,
            HeloCheck::build);

    private static final String ADVICE = ": greet with the name of your own host";
    private static final Reply OURS = Reply.of(550, "5.7.1", "HELO with a name or address of this server" + ADVICE);
    private static final Reply LISTED = Reply.of(550, "5.7.1", "HELO with a name that is refused here" + ADVICE);
    private static final Reply NOT_QUALIFIED =
            Reply.of(504, "5.5.2", "HELO with a name that is not qualified" + ADVICE);
    private static final Reply BARE_ADDRESS = Reply.of(504, "5.5.2", "HELO with an address without brackets" + ADVICE);

    private final HeloSettings settings;
    private final Set<InetAddress> ownAddresses;
    private final Set<String> ownNames;
    /** In the one notation that {@link #address} makes of all. */
    private final Set<String> ownLiterals;

    private final PublishedHelos published = PublishedHelos.shipped();
    private final Set<String> listed;
    private final List<Pattern> patterns;

    public HeloCheck(HeloSettings settings, Self self) {
        this.settings = settings;
        ownAddresses = self.addresses();
        ownNames = settings.own().stream()
                .filter(own -> address(own).isEmpty())
                .map(HeloCheck::folded)
                .collect(Collectors.toCollection(HashSet::new));
        ownNames.add(folded(self.hostName()));
        ownLiterals = settings.own().stream()
                .flatMap(own -> address(own).stream())
                .collect(Collectors.toCollection(HashSet::new));
        self.addresses().forEach(own -> ownLiterals.add(Network.text(own)));
        listed = settings.names().stream().map(HeloCheck::folded).collect(Collectors.toUnmodifiableSet());
        patterns = settings.patterns().stream().map(HeloSettings::compile).toList();
    }

    private static Defence<Stage.Introduced> build(HeloSettings settings, Tools tools) {
        return Defence.of(Stage.Introduced.class, new HeloCheck(settings, tools.self()));
    }

    @Override
    public CompletionStage<Finding> examine(Stage.Introduced known, Inquiry inquiry) {
        String helo = known.introduction().helo();
        Finding finding = judge(helo, isUs(known.connection().client()));
        return CompletableFuture.completedStage(finding.with("helo", helo));
    }

    /** What a stranger who greets so is found to be. */
    public Finding judge(String helo) {
        return judge(helo, false).with("helo", helo);
    }

    private Finding judge(String helo, boolean us) {
        String name = folded(helo);
        Optional<String> address = address(name);
        boolean ours =
                ownNames.contains(name) || address.filter(ownLiterals::contains).isPresent();
        if (ours && !us) {
            return Finding.refuse(OURS, "greets as this server itself");
        }
        if (settings.published() && published.names().contains(name)) {
            return Finding.refuse(LISTED, "greets as only bots do, by the list of " + published.date())
                    .unless("helo.published were false");
        }
        if (listed.contains(name)) {
            return Finding.refuse(LISTED, "greets with a name on the operator's list");
        }
        Optional<Pattern> hit = patterns.stream()
                .filter(pattern -> pattern.matcher(helo).find())
                .findFirst();
        if (hit.isPresent()) {
            return Finding.refuse(LISTED, "greets with a name that an operator's pattern matches")
                    .with("pattern", hit.get().pattern());
        }
        return form(name, address.isPresent());
    }

    private Finding form(String name, boolean address) {
        boolean literal = name.startsWith("[");
        if (settings.bareAddress() && address && !literal) {
            return Finding.refuse(BARE_ADDRESS, "greets with an address without brackets");
        }
        if (settings.notQualified() && !address && !literal && name.indexOf('.') < 0) {
            return Finding.refuse(NOT_QUALIFIED, "greets with a name without a domain");
        }
        return Finding.pass("nothing known against the name");
    }

    /** Programs on this machine may well use its name. */
    private boolean isUs(InetAddress client) {
        return client.isLoopbackAddress() || ownAddresses.contains(client);
    }

    private static String folded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The address that a name is, with or without brackets and tag (RFC 5321 section 4.1.3), in one notation. */
    private static Optional<String> address(String name) {
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        String untagged = bare.startsWith("ipv6:") ? bare.substring("ipv6:".length()) : bare;
        if (!untagged.matches("[0-9.]{7,15}|[0-9a-f:.]*:[0-9a-f:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Network.parse(untagged).toString());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
