package org.sekisho.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.sekisho.dns.Remembered.Kept;
import org.sekisho.settings.Endpoint;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Looks names up with dnsjava. Answers stay in a bounded cache for their TTL, absent names for that of their zone's SOA
 * (RFC 2308), failures for two seconds. Only {@link #addresses} reads the hosts file and obeys the system's search list.
 */
public final class DnsjavaLookup implements DnsLookup {
    /** The time that one look-up may take, all tries and name servers together. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final int CACHE_ENTRIES = 50_000;
    /** Answers of each kind that are ready to be used, beside the cache. */
    private static final int MOST_REMEMBERED = 20_000;

    /** Nobody's TTL keeps us from seeing a change for longer. */
    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    private static final Duration LONGEST_NEGATIVE_TTL = Duration.ofHours(1);
    /** Three tries of one third of the time limit each: the first, one more, and one for another name server. */
    private static final int TRIES = 3;

    /**
     * Answers are dealt with by the thread that reads them: there is little to do. By default they go to the common pool,
     * which on two processors makes a new thread for each of them.
     */
    private static final Executor HERE = Runnable::run;

    /** What a name in an answer may look like; a PTR record may hold anything, even spaces and line ends. */
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9._-]{1,253}");

    /** Each holds a socket; they are part of the descriptors that are kept for other things than connections. */
    private static final int QUESTIONS_AT_ONCE = 400;

    private static final int QUESTIONS_WAITING = 20_000;

    private final Turnstile turnstile = new Turnstile(QUESTIONS_AT_ONCE, QUESTIONS_WAITING);
    private final Duration timeout;
    private final LookupSession hosts;
    private final LookupSession exact;

    private final Remembered<String, InetAddress> ipv4;
    private final Remembered<String, InetAddress> ipv6;
    private final Remembered<InetAddress, String> names;
    private final Remembered<String, String> mailExchangers;
    private final Remembered<String, String> nameServers;
    private final Remembered<String, String> texts;

    /** Asks the name servers that the system uses. */
    public DnsjavaLookup() {
        this(List.of(), DEFAULT_TIMEOUT);
    }

    /**
     * Asks the given name servers, the first one first.
     *
     * @param servers addresses, not names; empty for those that the system uses
     * @param timeout for one look-up, all tries and name servers together
     */
    public DnsjavaLookup(List<Endpoint> servers, Duration timeout) {
        this(servers, timeout, CACHE_ENTRIES, Ticker.systemTicker());
    }

    /** @param ticker time for answers that are ready to be used; the cache of dnsjava has its own */
    DnsjavaLookup(List<Endpoint> servers, Duration timeout, int cacheEntries, Ticker ticker) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the time limit of a look-up must be positive, is " + timeout);
        }
        this.timeout = timeout;
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(cacheEntries);
        cache.setMaxCache((int) LONGEST_TTL.toSeconds());
        cache.setMaxNCache((int) LONGEST_NEGATIVE_TTL.toSeconds());
        Resolver resolver = resolver(servers, timeout);
        hosts = LookupSession.defaultBuilder()
                .resolver(resolver)
                .clearCaches()
                .cache(cache)
                .executor(HERE)
                .build();
        exact = LookupSession.builder()
                .resolver(resolver)
                .cache(cache)
                .executor(HERE)
                .build();
        int most = Math.min(MOST_REMEMBERED, cacheEntries);
        ipv4 = new Remembered<>(most, ticker);
        ipv6 = new Remembered<>(most, ticker);
        names = new Remembered<>(most, ticker);
        mailExchangers = new Remembered<>(most, ticker);
        nameServers = new Remembered<>(most, ticker);
        texts = new Remembered<>(most, ticker);
    }

    private static Resolver resolver(List<Endpoint> servers, Duration timeout) {
        List<InetSocketAddress> addresses = servers.isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : servers.stream().map(DnsjavaLookup::socketAddress).toList();
        Outage outage = new Outage();
        List<Resolver> each = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            each.add(new NameServer(address, timeout.dividedBy(TRIES), outage));
        }
        ExtendedResolver all = new ExtendedResolver(each);
        all.setTimeout(timeout);
        all.setRetries(TRIES - 1);
        return all;
    }

    private static InetSocketAddress socketAddress(Endpoint server) {
        try {
            int family = server.host().indexOf(':') >= 0 ? Address.IPv6 : Address.IPv4;
            return new InetSocketAddress(Address.getByAddress(server.host(), family), server.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "a name server is given by its address, such as 192.0.2.53:53, is '" + server + "'", e);
        }
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String name) {
        Name parsed;
        try {
            parsed = Name.fromString(name);
        } catch (TextParseException e) {
            return CompletableFuture.failedStage(e);
        }
        return found(hosts, parsed, Type.A).thenCombine(found(hosts, parsed, Type.AAAA), (four, six) -> {
            if (four.answer().failure() || six.answer().failure()) {
                throw new CompletionException(new UnknownHostException("No answer about " + name));
            }
            List<InetAddress> all = new ArrayList<>();
            four.answer().values().forEach(found -> all.add(((ARecord) found).getAddress()));
            six.answer().values().forEach(found -> all.add(((AAAARecord) found).getAddress()));
            return all;
        });
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv4(String name) {
        return ask(ipv4, name, Type.A, answer -> map(answer, found -> ((ARecord) found).getAddress()));
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> ipv6(String name) {
        return ask(ipv6, name, Type.AAAA, answer -> map(answer, found -> ((AAAARecord) found).getAddress()));
    }

    @Override
    public CompletionStage<DnsAnswer<String>> names(InetAddress address) {
        return names.get(
                address,
                () -> found(exact, ReverseMap.fromAddress(address), Type.PTR)
                        .thenApply(found -> found.as(
                                answer -> hostNames(answer, record -> text(((PTRRecord) record).getTarget())))));
    }

    @Override
    public CompletionStage<DnsAnswer<String>> mailExchangers(String domain) {
        return ask(mailExchangers, domain, Type.MX, DnsjavaLookup::exchangers);
    }

    @Override
    public CompletionStage<DnsAnswer<String>> nameServers(String domain) {
        return ask(
                nameServers,
                domain,
                Type.NS,
                answer -> hostNames(answer, found -> text(((NSRecord) found).getTarget())));
    }

    @Override
    public CompletionStage<DnsAnswer<String>> texts(String name) {
        return ask(texts, name, Type.TXT, answer -> map(answer, found -> joined((TXTRecord) found)));
    }

    private static DnsAnswer<String> hostNames(DnsAnswer<Record> answer, Function<Record, String> name) {
        return keep(map(answer, name), DnsjavaLookup::isHostName);
    }

    private static DnsAnswer<String> exchangers(DnsAnswer<Record> answer) {
        if (!answer.found()) {
            return map(answer, Record::toString);
        }
        List<String> sorted = answer.values().stream()
                .map(MXRecord.class::cast)
                .sorted(Comparator.comparingInt(MXRecord::getPriority))
                .map(found -> text(found.getTarget()))
                .toList();
        return keep(DnsAnswer.of(sorted), name -> name.isEmpty() || isHostName(name));
    }

    private <T> CompletionStage<DnsAnswer<T>> ask(
            Remembered<String, T> remembered,
            String name,
            int type,
            Function<DnsAnswer<Record>, DnsAnswer<T>> reading) {
        if (name.indexOf('\\') >= 0) {
            return CompletableFuture.completedStage(DnsAnswer.noName());
        }
        return remembered.get(name.toLowerCase(Locale.ROOT), () -> {
            try {
                return found(exact, Name.fromString(name, Name.root), type).thenApply(found -> found.as(reading));
            } catch (TextParseException e) {
                // A label of more than 63 octets, an empty one: no such name can exist (RFC 1035 section 2.3.4).
                return CompletableFuture.completedFuture(new Kept<>(DnsAnswer.noName(), Remembered.UNSEEN_TTL));
            }
        });
    }

    private CompletableFuture<Kept<Record>> found(LookupSession session, Name name, int type) {
        return turnstile
                .ask(() -> session.lookupAsync(name, type))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((result, failure) -> failure == null ? withRecords(result) : withoutRecords(failure));
    }

    private static Kept<Record> withRecords(LookupResult result) {
        long ttl = result.getRecords().stream().mapToLong(Record::getTTL).min().orElse(0);
        Duration seen = Duration.ofSeconds(Math.min(ttl, LONGEST_TTL.toSeconds()));
        boolean alias = !result.getAliases().isEmpty();
        Duration time = alias && seen.compareTo(Remembered.UNSEEN_TTL) > 0 ? Remembered.UNSEEN_TTL : seen;
        return new Kept<>(DnsAnswer.of(result.getRecords()), time);
    }

    private static Kept<Record> withoutRecords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchDomainException) {
            return new Kept<>(DnsAnswer.noName(), Remembered.UNSEEN_TTL);
        }
        return cause instanceof NoSuchRRSetException
                ? new Kept<>(DnsAnswer.of(List.of()), Remembered.UNSEEN_TTL)
                : new Kept<>(DnsAnswer.failed(), Remembered.FAILURE);
    }

    private static <T> DnsAnswer<T> map(DnsAnswer<Record> answer, Function<Record, T> value) {
        return new DnsAnswer<>(
                answer.outcome(), answer.values().stream().map(value).toList());
    }

    private static DnsAnswer<String> keep(DnsAnswer<String> answer, Predicate<String> wanted) {
        return answer.found()
                ? DnsAnswer.of(answer.values().stream().filter(wanted).toList())
                : answer;
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static boolean isHostName(String name) {
        return HOST_NAME.matcher(name).matches();
    }

    private static String joined(TXTRecord found) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        found.getStringsAsByteArrays().forEach(all::writeBytes);
        return all.toString(ISO_8859_1);
    }
}
