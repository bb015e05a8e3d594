package org.sekisho.rules.pool;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.policy.Stage;
import org.sekisho.rules.client.ClientName;
import org.sekisho.rules.client.ClientNames;
import org.sekisho.rules.client.OrganisationalDomains;
import org.sekisho.rules.pool.SenderPool.Kind;
import org.sekisho.rules.sender.SenderDomain;
import org.sekisho.smtp.Mailbox;

/**
 * Finds the pool of a client (G5): the organisation that its verified name belongs to; else the sender's domain, if that
 * authorises the client by SPF; else the network around its address, /24 or /64. A name that is only claimed makes no pool,
 * since anybody can claim one, and neither does the name of a dial-up line, whose organisation has millions of them.
 */
public final class SenderPools {
    private static final Slot<Last> LAST = new Slot<>(Last::new);

    private final ClientNames names;
    private final OrganisationalDomains domains;
    private final Predicate<String> suspect;
    private final Spf spf;

    /**
     * @param suspect whether a verified name looks like that of an end user's line
     */
    public SenderPools(DnsLookup dns, OrganisationalDomains domains, Predicate<String> suspect) {
        names = new ClientNames(dns);
        this.domains = domains;
        this.suspect = suspect;
        spf = new Spf(dns);
    }

    /** The pool of a session's client for this sender. Never fails: what cannot be looked up makes no pool. */
    public CompletionStage<SenderPool> of(Stage.Sending known, Case file) {
        return names.of(file).thenCompose(name -> {
            Optional<SenderPool> organisation = organisation(name);
            return organisation.isPresent()
                    ? CompletableFuture.completedStage(organisation.get())
                    : bySender(known, file);
        });
    }

    private Optional<SenderPool> organisation(ClientName name) {
        return name.verified()
                .filter(suspect.negate())
                .flatMap(domains::of)
                .map(domain -> new SenderPool(Kind.ORGANISATION, domain));
    }

    private CompletionStage<SenderPool> bySender(Stage.Sending known, Case file) {
        InetAddress client = known.connection().client();
        SenderPool network = new SenderPool(Kind.NETWORK, known.connection().network());
        Optional<String> domain = SenderDomain.of(known.sender());
        if (domain.isEmpty()) {
            return CompletableFuture.completedStage(network);
        }
        SenderPool authorised = new SenderPool(Kind.SPF, domain.get());
        String sender = known.sender().toString();
        return file.in(LAST)
                .get(sender, () -> spf.vouches(client, mailbox(known, domain.get()), helo(known, domain.get())))
                .thenApply(vouched -> vouched ? authorised : network);
    }

    /** What jSPF expects; macros may use the local part, but an odd one could be taken for something else. */
    private static String mailbox(Stage.Sending known, String domain) {
        String local =
                known.sender().mailbox().map(Mailbox::localPart).orElse("").replaceAll("[^A-Za-z0-9.+=_-]", "-");
        return (local.isEmpty() ? "postmaster" : local) + "@" + domain;
    }

    private static String helo(Stage.Sending known, String domain) {
        String helo = known.introduction().helo();
        return helo.matches("[A-Za-z0-9._-]{1,253}") ? helo : domain;
    }

    /** What SPF said about the sender of the last message, for all its recipients. */
    private static final class Last {
        private String sender = "";
        private @Nullable CompletionStage<Boolean> vouched;

        synchronized CompletionStage<Boolean> get(String asked, Supplier<CompletionStage<Boolean>> find) {
            CompletionStage<Boolean> known = vouched;
            if (known == null || !sender.equals(asked)) {
                known = find.get();
                vouched = known;
                sender = asked;
            }
            return known;
        }
    }
}
