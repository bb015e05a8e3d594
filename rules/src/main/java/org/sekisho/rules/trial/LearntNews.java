package org.sekisho.rules.trial;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.account.Accounts;
import org.sekisho.rules.account.Familiarity;

/** What is new by what is learnt of accounts: a place stays new for some days, so that the session itself makes no difference. */
public final class LearntNews implements OriginNews {
    private final Accounts accounts;

    public LearntNews(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public CompletionStage<News> of(String account, InetAddress client) {
        return accounts.familiarity(account, client)
                .thenCompose(familiarity -> familiarity == Familiarity.NEW
                        ? accounts.knowsCountry(account, client).thenApply(known -> known ? News.SYSTEM : News.COUNTRY)
                        : CompletableFuture.completedStage(News.NOTHING));
    }
}
