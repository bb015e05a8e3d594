package org.sekisho.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * One name server: UDP first, TCP if the answer was truncated. An answer that tells nothing about the name (SERVFAIL,
 * REFUSED, a mere referral) counts as no answer, so that the next name server is asked.
 */
final class NameServer extends SimpleResolver {

    private final Duration timeout;
    private final Outage outage;

    /**
     * @param timeout for one try
     * @param outage hears of every question what became of it
     */
    NameServer(InetSocketAddress address, Duration timeout, Outage outage) {
        super(address);
        this.timeout = timeout;
        this.outage = outage;
        setTimeout(timeout);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        // dnsjava by itself looks at its time limits once a second only.
        return super.sendAsync(query, executor)
                .toCompletableFuture()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(answer -> tellsSomething(answer)
                        ? CompletableFuture.completedFuture(answer)
                        : CompletableFuture.failedFuture(
                                new IOException("useless answer: " + Rcode.string(answer.getRcode()))))
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        outage.answered();
                    } else {
                        outage.unanswered(failure);
                    }
                });
    }

    private static boolean tellsSomething(Message answer) {
        return switch (answer.getRcode()) {
            case Rcode.NXDOMAIN -> true;
            case Rcode.NOERROR -> !answer.getSection(Section.ANSWER).isEmpty() || !isReferral(answer);
            default -> false;
        };
    }

    /** Name servers of some zone, but no SOA: the server sends us on, as one that was never told of its zone does. */
    private static boolean isReferral(Message answer) {
        return answer.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS)
                && answer.getSection(Section.AUTHORITY).stream().noneMatch(record -> record.getType() == Type.SOA);
    }
}
