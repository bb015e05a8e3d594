package org.sekisho.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Stage;
import org.sekisho.settings.Limits;
import org.sekisho.smtp.Capabilities;

/** What a session knows of its client so far, and what follows from it. */
final class KnownClient {
    private final SessionSettings settings;
    private final Stage.Connection connection;
    private final OfferPort upstream;

    private String helo = "";
    private boolean extended;
    private Optional<String> tls = Optional.empty();
    private boolean authenticated;
    private Optional<String> account = Optional.empty();
    private @Nullable Capabilities offer;
    private boolean upstreamUnknown;

    KnownClient(SessionSettings settings, Stage.Connection connection, OfferPort upstream) {
        this.settings = settings;
        this.connection = connection;
        this.upstream = upstream;
    }

    // What happened

    void introduced(String name, boolean withExtensions) {
        helo = name;
        extended = withExtensions;
        offer = null;
    }

    /** A client that has come under TLS starts anew (T6). */
    void secured(String protocolAndCipher) {
        tls = Optional.of(protocolAndCipher);
        helo = "";
        offer = null;
    }

    void authenticated(Optional<String> name) {
        authenticated = true;
        account = name;
    }

    // What follows

    Stage.Connection connection() {
        return connection;
    }

    String hostName() {
        return settings.proxy().hostName();
    }

    String helo() {
        return helo;
    }

    boolean introduced() {
        return !helo.isEmpty();
    }

    /** Whether it said EHLO, not HELO. */
    boolean extended() {
        return extended;
    }

    Optional<String> tls() {
        return tls;
    }

    boolean secured() {
        return tls.isPresent();
    }

    boolean canStartTls() {
        return settings.startTls() && !secured();
    }

    boolean mustStartTls() {
        return settings.listener().tls().required() && !secured();
    }

    /** Whether this is a listener for users, who have to log in. */
    boolean submits() {
        return settings.submission();
    }

    boolean authenticated() {
        return authenticated;
    }

    /** The account that AUTH succeeded for; empty also where the mechanism hides it. */
    Optional<String> account() {
        return account;
    }

    Stage.Introduction introduction() {
        return new Stage.Introduction(helo, extended, secured(), authenticated, account);
    }

    Stage.Introduction introductionAs(String name, boolean withExtensions) {
        return new Stage.Introduction(name, withExtensions, secured(), authenticated, account);
    }

    ClientIdentity identity() {
        return new ClientIdentity(connection.client(), connection.port(), helo, extended);
    }

    /** What this client has been or will be offered; fixed from one EHLO to the next, so that it can be relied on. */
    Capabilities offer() {
        Capabilities now = offer;
        if (now == null) {
            Optional<Capabilities> probed = upstream.probed();
            upstreamUnknown = probed.isEmpty();
            now = Offer.of(probed, settings, secured(), authenticated);
            offer = now;
        }
        return now;
    }

    /** Whether the offer lacks things only because no upstream has answered a probe yet: no reason for a 5xx (U1). */
    boolean upstreamUnknown() {
        offer();
        return upstreamUnknown;
    }

    /** The upstream lacks what this client was promised: the next offers have to be right. */
    void offeredTooMuch() {
        upstream.surprised();
    }

    Limits limits() {
        return settings.proxy().limits();
    }

    /** Octets of the longest message: our own limit, or less where the upstream takes less (E1). */
    long messageSize() {
        return Math.min(limits().messageSize(), offer().sizeLimit().orElse(Long.MAX_VALUE));
    }

    boolean wantsReceivedLine() {
        return settings.proxy().receivedHeader();
    }
}
