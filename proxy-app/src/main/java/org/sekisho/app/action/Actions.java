package org.sekisho.app.action;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.BanObserver;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is done about bans outside of sessions. Being told never blocks: each action has a queue and threads of
 * its own, so that a slow one delays no other, and no ban.
 */
public final class Actions implements BanObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private final List<ActionWorker> workers;

    private Actions(List<ActionWorker> workers) {
        this.workers = List.copyOf(workers);
    }

    /**
     * Starts those that are set.
     *
     * @param hostName the proxy's name, for mail
     * @param origins where those are whom it is about, for mail
     * @param bans those that hold: the kernel gets them at the start, and again after a failure
     * @param allowed networks that the kernel lets through whatever is banned, whenever asked
     */
    public static Actions start(
            ActionSettings settings,
            String hostName,
            Origins origins,
            InstantSource clock,
            BanList bans,
            Supplier<Set<Network>> allowed) {
        Map<BanAction, Pace> wanted = new LinkedHashMap<>();
        if (settings.nftables().enabled()) {
            wanted.put(
                    new Nftables(settings.nftables(), Nftables.PROGRAM, bans, allowed, clock),
                    Pace.limitedTo(Nftables.LIMIT).idleAfter(Nftables.LOOK));
        }
        if (!settings.mail().to().isEmpty()) {
            Optional<Whois> whois = settings.mail().whois()
                    ? Optional.of(new Whois(settings.mail().whoisServer(), Whois.LIMIT, clock))
                    : Optional.empty();
            wanted.put(new BanMail(settings.mail(), hostName, whois, origins, clock), Pace.limitedTo(BanMail.LIMIT));
        }
        CommandSettings command = settings.command();
        if (!command.ban().isEmpty() || !command.unban().isEmpty()) {
            wanted.put(
                    new CommandAction(command), Pace.limitedTo(command.timeout().plus(CommandAction.GRACE)));
        }
        settings.webhook()
                .uri()
                .ifPresent(uri -> wanted.put(
                        new Webhook(uri, settings.webhook()),
                        Pace.limitedTo(settings.webhook().timeout().plus(Webhook.GRACE))));
        return of(wanted);
    }

    static Actions of(Map<BanAction, Pace> wanted) {
        List<ActionWorker> workers = new ArrayList<>();
        wanted.forEach((action, pace) -> workers.add(ActionWorker.start(action, pace)));
        return new Actions(workers);
    }

    @Override
    public void told(BanEvent event) {
        workers.forEach(worker -> worker.offer(event));
    }

    /** Tells what still waits, for some seconds, and leaves nothing in the kernel. */
    @Override
    public void close() {
        workers.forEach(ActionWorker::finish);
        try {
            for (ActionWorker worker : workers) {
                worker.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Stopping the actions was interrupted; something may be left in the kernel");
        }
    }
}
