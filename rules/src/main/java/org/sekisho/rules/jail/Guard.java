package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.sekisho.rules.Self;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.settings.Network;

/**
 * Keeps jails from banning those whom a ban would harm the operator with: ourselves, the proxies before us, whom an operator
 * allows, and senders of good mail. Only jails ask it: an operator may ban anybody. Answers from memory, which may have to
 * ask first for what came through other nodes.
 */
public final class Guard {
    /** Whoever comes from this machine is one of ours: a monitor, a filter or a user's program. */
    private static final List<Network> LOOPBACK = List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));

    private final Self self;
    private final List<Network> proxies;
    private final Supplier<List<Network>> allowed;
    private final AllowList allowList;
    private final GoodMail goodMail;

    /**
     * @param proxies networks whose word about a client is trusted: a ban of one would shut out all its clients
     * @param allowed networks that the configuration allows, as it is now
     */
    public Guard(
            Self self, List<Network> proxies, Supplier<List<Network>> allowed, AllowList allowList, GoodMail goodMail) {
        this.self = self;
        this.proxies = List.copyOf(proxies);
        this.allowed = allowed;
        this.allowList = allowList;
        this.goodMail = goodMail;
    }

    /**
     * Why this subject is not to be banned; empty if it may be. A network is spared for any one in it.
     *
     * @param ignoreIp whom the jail is not for
     * @param goodSenders whether the jail spares those who have sent good mail in good measure
     */
    public Optional<String> spares(Network subject, List<Network> ignoreIp, boolean goodSenders) {
        return ourselves(subject)
                .or(() -> one(LOOPBACK, subject).map(network -> network + " is this machine"))
                .or(() -> one(proxies, subject).map(network -> network + " is a trusted proxy"))
                .or(() -> one(ignoreIp, subject).map(network -> network + " is in ignoreIp of the jail"))
                .or(() -> one(allowed.get(), subject).map(network -> network + " is allowed by the configuration"))
                .or(() -> allowList.in(subject).map(entry -> entry.key() + " is on the allow list"))
                .or(() -> goodSenders ? goodMail.from(subject) : Optional.empty());
    }

    /** Takes in what other nodes know of good mail from this subject. Does not fail. */
    CompletionStage<Void> asksForGoodMail(Network subject) {
        return goodMail.ask(subject);
    }

    private Optional<String> ourselves(Network subject) {
        return self.addresses().stream()
                .filter(subject::contains)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .map(address -> address + " is an address of our own");
    }

    private static Optional<Network> one(List<Network> networks, Network subject) {
        return networks.stream().filter(subject::overlaps).findFirst();
    }
}
