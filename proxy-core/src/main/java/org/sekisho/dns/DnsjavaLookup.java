package org.sekisho.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Looks names up with dnsjava: the hosts file and the name servers that the system uses, with a cache that obeys TTLs. */
public final class DnsjavaLookup implements DnsLookup {
    private final LookupSession session = LookupSession.defaultBuilder().build();

    @Override
    public CompletionStage<List<InetAddress>> addresses(String name) {
        Name parsed;
        try {
            parsed = Name.fromString(name);
        } catch (TextParseException e) {
            return CompletableFuture.failedStage(e);
        }
        return records(parsed, Type.A).thenCombine(records(parsed, Type.AAAA), (four, six) -> {
            List<InetAddress> all = new ArrayList<>(four);
            all.addAll(six);
            return all;
        });
    }

    private CompletionStage<List<InetAddress>> records(Name name, int type) {
        return session.lookupAsync(name, type).handle((result, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                return List.of();
            }
            if (cause != null) {
                throw cause instanceof LookupFailedException known ? known : new CompletionException(cause);
            }
            return result.getRecords().stream().map(DnsjavaLookup::address).toList();
        });
    }

    private static InetAddress address(Record found) {
        return found instanceof ARecord four ? four.getAddress() : ((AAAARecord) found).getAddress();
    }
}
