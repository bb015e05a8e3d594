package org.sekisho.rules.pool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.james.jspf.core.exceptions.SPFErrorConstants;
import org.apache.james.jspf.executor.AsynchronousSPFExecutor;
import org.apache.james.jspf.executor.FutureSPFResult;
import org.apache.james.jspf.impl.SPF;
import org.sekisho.dns.DnsLookup;
import org.sekisho.settings.Network;

/**
 * Whether a domain authorises a client by SPF (RFC 7208) in a way that tells it from others: a record that lets half the
 * Internet pass says nothing about anybody. jSPF judges; no thread waits for it.
 */
final class Spf {
    /** For all checks of one sender together. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    /** Addresses that nobody sends from (RFC 5737, RFC 3849): a record that authorises them authorises anybody. */
    private static final List<InetAddress> NOBODY4 = List.of(address(198, 51, 100, 1), address(203, 0, 113, 1));

    private static final List<InetAddress> NOBODY6 =
            List.of(address(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));

    /** A network of up to 12 bits, or 28 for IPv6, is more than any sender's own: the biggest ones list /14 and /32. */
    private static final int WIDE4 = 12;

    private static final int WIDE6 = 28;

    private static final String VERSION = "v=spf1";

    private final DnsLookup dns;
    private final SPF spf;
    private final Duration limit;

    Spf(DnsLookup dns) {
        this(dns, LIMIT);
    }

    Spf(DnsLookup dns, Duration limit) {
        this.dns = dns;
        this.limit = limit;
        SpfNames names = new SpfNames(dns);
        spf = new SPF(names, new AsynchronousSPFExecutor(names));
    }

    /** Whether SPF authorises the client to send for the sender, and not everybody else too. A failure says no. */
    CompletionStage<Boolean> vouches(InetAddress client, String sender, String helo) {
        // Most domains that bots claim have no record; jSPF would take longer to find that out.
        CompletionStage<Boolean> vouched = dns.texts(sender.substring(sender.lastIndexOf('@') + 1))
                .thenCompose(texts -> texts.values().stream().anyMatch(Spf::isRecord)
                        ? passes(client, sender, helo)
                        : CompletableFuture.completedStage(false));
        for (InetAddress other : others(client)) {
            vouched = vouched.thenCompose(so -> so
                    ? passes(other, sender, helo).thenApply(widely -> !widely)
                    : CompletableFuture.completedStage(false));
        }
        return vouched.toCompletableFuture().completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** RFC 7208 section 4.5. */
    private static boolean isRecord(String text) {
        boolean version = text.regionMatches(true, 0, VERSION, 0, VERSION.length());
        return version && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    private static List<InetAddress> others(InetAddress client) {
        boolean four = client.getAddress().length == 4;
        InetAddress far = far(client, four ? WIDE4 : WIDE6);
        List<InetAddress> nobody = four ? NOBODY4 : NOBODY6;
        return Stream.concat(Stream.of(far), nobody.stream()).toList();
    }

    /** The address that shares the first bits with another, but not the last of them: one network has both if it is as wide. */
    private static InetAddress far(InetAddress client, int bits) {
        byte[] octets = client.getAddress();
        int bit = bits - 1;
        octets[bit / 8] ^= (byte) (0x80 >> (bit % 8));
        return address(octets);
    }

    private CompletionStage<Boolean> passes(InetAddress client, String sender, String helo) {
        CompletableFuture<String> result = new CompletableFuture<>();
        FutureSPFResult running = (FutureSPFResult) spf.checkSPF(Network.text(client), sender, helo);
        running.addListener(done -> result.complete(done.getResult()));
        return result.thenApply(SPFErrorConstants.PASS_CONV::equals);
    }

    private static InetAddress address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return address(bytes);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }
}
