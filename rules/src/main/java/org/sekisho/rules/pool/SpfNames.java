package org.sekisho.rules.pool;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;

/**
 * Lets jSPF ask our own DNS. It answers nothing to PTR, so that the mechanism {@code ptr}, which is not to be used (RFC
 * 7208 section 5.5), matches nobody.
 */
final class SpfNames implements DNSService {
    /** How many hosts one {@code mx} mechanism may lead to (RFC 7208 section 4.6.4). */
    private static final int MX_LIMIT = 10;

    private final DnsLookup dns;

    SpfNames(DnsLookup dns) {
        this.dns = dns;
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        String name = request.getHostname();
        return switch (request.getRecordType()) {
            case DNSRequest.A -> dns.ipv4(name).thenApply(answer -> values(name, answer, InetAddress::getHostAddress));
            case DNSRequest.AAAA ->
                dns.ipv6(name).thenApply(answer -> values(name, answer, InetAddress::getHostAddress));
            case DNSRequest.MX ->
                dns.mailExchangers(name)
                        .thenApply(answer -> values(name, answer, Function.identity()))
                        .thenApply(hosts -> hosts.subList(0, Math.min(hosts.size(), MX_LIMIT)));
            case DNSRequest.TXT -> dns.texts(name).thenApply(answer -> values(name, answer, Function.identity()));
            default -> CompletableFuture.completedStage(new ArrayList<>());
        };
    }

    /** A list that can be changed: jSPF takes MX hosts out of it, one after the other. */
    private static <T> List<String> values(String name, DnsAnswer<T> answer, Function<T, String> text) {
        if (answer.failure()) {
            // What jSPF takes for a temporary error.
            throw new CompletionException(new TimeoutException("no answer about " + name));
        }
        return answer.values().stream().map(text).collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public List<String> getRecords(DNSRequest request) {
        throw new UnsupportedOperationException("Nobody may wait for an answer here");
    }

    /** For the macro {@code r}, which stands in explanations only. */
    @Override
    public List<String> getLocalDomainNames() {
        return List.of("unknown");
    }

    @Override
    public void setTimeOut(int seconds) {
        // The look-ups have a limit of their own.
    }

    @Override
    public int getRecordLimit() {
        return MX_LIMIT;
    }

    @Override
    public void setRecordLimit(int limit) {
        throw new UnsupportedOperationException("The limit is the RFC's");
    }
}
