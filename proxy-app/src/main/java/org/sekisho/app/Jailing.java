package org.sekisho.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ListenerEntry;
import org.sekisho.app.feed.BanText;
import org.sekisho.policy.Learner;
import org.sekisho.rules.Placement;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.Allow;
import org.sekisho.rules.allow.AllowEntry;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.allow.AllowSettings;
import org.sekisho.rules.allow.Subject;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanEvent.Banned;
import org.sekisho.rules.jail.BanEvent.Spared;
import org.sekisho.rules.jail.GoodMail;
import org.sekisho.rules.jail.Guard;
import org.sekisho.rules.jail.JailKeeper;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.jail.Warden;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jails of the configuration at work: what they decide becomes bans, and every ban a line in the log. */
final class Jailing {
    private static final Logger LOG = LoggerFactory.getLogger(Jailing.class);

    private final JailKeeper keeper;
    private final GoodMail goodMail;
    private final AllowList allowList;
    /** By the configuration. */
    private volatile List<Network> allowed = List.of();

    private Jailing(Configuration configuration, Tools tools, Origins origins, byte[] key) {
        goodMail = new GoodMail(tools.state(), tools.clock(), GoodMail.ENOUGH);
        allowList = tools.allowList();
        Guard guard = new Guard(tools.self(), proxies(configuration), () -> allowed, allowList, goodMail);
        Warden warden = new Warden(tools.banList(), guard, tools.clock());
        keeper = new JailKeeper(tools.state(), tools.clock(), tools.random(), tools.dns(), origins, key, warden);
        govern(configuration);
    }

    /** @param key for hashes that jails compare */
    static Jailing of(Configuration configuration, Tools tools, Origins origins, byte[] key) {
        Jailing jailing = new Jailing(configuration, tools, origins, key);
        jailing.goodMail.restore().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Who has sent good mail before is not known to the jails: {}", failure.toString());
            }
        });
        tools.banList().observe(jailing.keeper);
        tools.banList().observe(Jailing::log);
        return jailing;
    }

    /** From now on these jails hold, and spare whom this configuration allows; the answer is which held until then. */
    Jails govern(Configuration configuration) {
        allowed = allowed(configuration);
        return swap(before -> new Jails(configuration.jails()));
    }

    /**
     * From now on this jail holds as the configuration has it, or is gone if it has none; the others stay as they are. The
     * answer is which held until then.
     */
    Jails govern(String name, Configuration configuration) {
        return swap(before -> {
            Map<String, JailSettings> all = new LinkedHashMap<>(before.byName());
            all.compute(name, (same, old) -> configuration.jails().get(name));
            return new Jails(all);
        });
    }

    /** In one step: what an operator sets at the same time is either in the answer or in what holds afterwards. */
    private Jails swap(UnaryOperator<Jails> next) {
        AtomicReference<Jails> held = new AtomicReference<>();
        keeper.change(before -> {
            held.set(before);
            return next.apply(before);
        });
        return Objects.requireNonNull(held.get());
    }

    private static List<Network> proxies(Configuration configuration) {
        return configuration.listeners().stream()
                .map(ListenerEntry::proxyProtocol)
                .flatMap(proxy -> proxy.from().stream())
                .toList();
    }

    private static List<Network> allowed(Configuration configuration) {
        Placement<?, ?> placed = configuration.rules().set().byName().get(Allow.TYPE.name());
        Stream<String> entries = placed != null && placed.settings() instanceof AllowSettings allow
                ? allow.entries().stream()
                : Stream.empty();
        return networks(entries.map(Subject::parse)).toList();
    }

    private static Stream<Network> networks(Stream<Subject> subjects) {
        return subjects.filter(Subject.In.class::isInstance).map(subject -> ((Subject.In) subject).network());
    }

    /** Whom the configuration or an operator lets through at this moment, as far as their addresses tell. */
    Set<Network> allowed() {
        Stream<Network> listed = networks(allowList.list().stream().map(AllowEntry::subject));
        return Stream.concat(allowed.stream(), listed).collect(Collectors.toUnmodifiableSet());
    }

    JailKeeper keeper() {
        return keeper;
    }

    GoodMail goodMail() {
        return goodMail;
    }

    List<Learner> learners() {
        return List.of(keeper, goodMail);
    }

    private static void log(BanEvent event) {
        if (event instanceof Banned banned && banned.restored()) {
            LOG.debug("{}", BanText.of(event));
        } else if (event instanceof Spared) {
            LOG.warn("{}", BanText.of(event));
        } else {
            LOG.info("{}", BanText.of(event));
        }
    }
}
