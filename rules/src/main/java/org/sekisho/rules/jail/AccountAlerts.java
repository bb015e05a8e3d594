package org.sekisho.rules.jail;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.settings.Network;

/** Which accounts are being guessed at by a client among others: whoever fails there next is banned, this client, too. */
final class AccountAlerts {
    /** So many accounts of a jail are looked at; an attack on more of them is seen without. */
    private static final int MOST = 1_000;

    private AccountAlerts() {}

    /** One line each. Reads the records of accounts: never while a client waits. */
    static CompletionStage<List<String>> of(InetAddress client, List<Jail> jails, Tallies tallies, Instant now) {
        CompletionStage<List<String>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (Jail jail : jails) {
            if (jail.settings.accountMaxRetry() > 0) {
                all = all.thenCombine(of(client, jail, tallies, now), (lines, some) -> {
                    lines.addAll(some);
                    return lines;
                });
            }
        }
        return all;
    }

    private static CompletionStage<List<String>> of(InetAddress client, Jail jail, Tallies tallies, Instant now) {
        String address = " " + Network.text(client) + " ";
        return tallies.present(jail.table)
                .thenCompose(store -> store.walk(jail.table, Accused.ACCOUNT, MOST))
                .thenApply(page -> page.entries().stream()
                        .filter(entry -> entry.key().startsWith(Accused.ACCOUNT))
                        .filter(entry -> {
                            Tally tally = entry.held()
                                    .value()
                                    .at(now, jail.settings.at(now).findTime());
                            return tally.sentencedAt(now)
                                    && tally.evidence().stream().anyMatch(line -> line.contains(address));
                        })
                        .map(entry -> "the jail " + jail.name + " bans whoever fails next at the " + entry.key())
                        .toList());
    }
}
