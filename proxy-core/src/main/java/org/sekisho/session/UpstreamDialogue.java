package org.sekisho.session;

import java.net.Inet6Address;
import java.util.Locale;
import org.sekisho.settings.Network;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.settings.UpstreamSettings.Tls;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Xtext;

/**
 * The talk with an upstream from its greeting until it is ready for MAIL: EHLO, STARTTLS, XCLIENT, each once.
 *
 * <pre>
 *   GREETING ──▶ EHLO ──┬──────────────────────────▶ READY
 *                 ▲     ├──▶ STARTTLS ──▶ TLS ──┐
 *                 │     └──▶ XCLIENT ───────────┤
 *                 └─────────────────────────────┘
 * </pre>
 *
 * <p>Plain Java, one use, one thread. It ends with exactly one of {@link Peer#ready} and {@link Peer#failed}.
 */
public final class UpstreamDialogue {
    private static final int LONGEST_XCLIENT = 510;
    private static final int LONGEST_VALUE = 255;

    private enum Step {
        GREETING,
        EHLO,
        STARTTLS,
        TLS,
        XCLIENT,
        OVER
    }

    /** What the dialogue acts on. */
    public interface Peer {
        void send(String line);

        /** Begins the handshake; what has come in clear text behind the reply is dropped (T8). */
        void startTls();

        void ready(Capabilities offered);

        void failed(OpenFailure failure);
    }

    private final Identity identity;
    private final Tls tls;
    private final String ourName;
    private final ClientIdentity client;
    private final boolean own;
    private final Peer peer;

    private Step step = Step.GREETING;
    private boolean secured;
    private boolean identified;

    private UpstreamDialogue(
            Identity identity, Tls tls, String ourName, ClientIdentity client, boolean own, Peer peer) {
        this.identity = identity;
        this.tls = tls;
        this.ourName = ourName;
        this.client = client;
        this.own = own;
        this.peer = peer;
    }

    /** For a client's session. */
    public static UpstreamDialogue forClient(
            Identity identity, Tls tls, String ourName, ClientIdentity client, Peer peer) {
        return new UpstreamDialogue(identity, tls, ourName, client, false, peer);
    }

    /** For a connection of the proxy's own; nobody is identified. */
    public static UpstreamDialogue forOurselves(Tls tls, String ourName, ClientIdentity self, Peer peer) {
        return new UpstreamDialogue(Identity.NONE, tls, ourName, self, true, peer);
    }

    public void replied(Reply reply) {
        switch (step) {
            case GREETING -> {
                if (reply.code() == 220) {
                    ehlo();
                } else {
                    fail("greeting", reply, Failures.UNAVAILABLE, true);
                }
            }
            case EHLO -> {
                if (reply.code() == 250) {
                    offered(Capabilities.ofEhlo(reply));
                } else {
                    // What it says to the client's own name is not the address's fault, unless it leaves.
                    fail("EHLO", reply, Failures.UNAVAILABLE, !asClient() || reply.code() == 421);
                }
            }
            case STARTTLS -> {
                if (reply.code() == 220) {
                    step = Step.TLS;
                    peer.startTls();
                } else {
                    fail("STARTTLS", reply, Failures.NO_TLS, true);
                }
            }
            case XCLIENT -> xclientAnswered(reply);
            case TLS, OVER -> throw new IllegalStateException("A reply came in step " + step);
        }
    }

    /** The handshake that {@link Peer#startTls} began is done. */
    public void tlsEstablished() {
        secured = true;
        ehlo();
    }

    private void ehlo() {
        step = Step.EHLO;
        peer.send("EHLO " + (asClient() ? client.helo() : ourName));
    }

    private boolean asClient() {
        return !own && (identity != Identity.XCLIENT || identified);
    }

    private void offered(Capabilities capabilities) {
        if (!secured && tls != Tls.OFF && capabilities.has(Extension.STARTTLS)) {
            step = Step.STARTTLS;
            peer.send("STARTTLS");
        } else if (!secured && tls == Tls.REQUIRED) {
            fail("EHLO", "it does not offer STARTTLS", Failures.NO_TLS, true);
        } else if (identity == Identity.XCLIENT && !identified) {
            if (capabilities.has(Extension.XCLIENT)) {
                step = Step.XCLIENT;
                peer.send(xclient(capabilities.argument(Extension.XCLIENT)));
            } else {
                fail("EHLO", "it does not offer XCLIENT to this proxy", Failures.NO_IDENTITY, true);
            }
        } else {
            step = Step.OVER;
            peer.ready(secured ? capabilities : capabilities.without(Extension.REQUIRETLS));
        }
    }

    /** One command (C3), with what the upstream takes of it. A value that does not fit goes as unavailable (C6). */
    private String xclient(String attributes) {
        String offered = " " + attributes.toUpperCase(Locale.ROOT) + " ";
        StringBuilder line = new StringBuilder("XCLIENT");
        // The names of clients are not looked up here; the upstream looks them up itself if it wants them.
        add(line, offered, "NAME", "[UNAVAILABLE]");
        add(line, offered, "PORT", Integer.toString(client.port()));
        add(line, offered, "PROTO", client.extended() ? "ESMTP" : "SMTP");
        String address = Network.text(client.address());
        String literal = client.address() instanceof Inet6Address ? "IPV6:" + address : address;
        int room = LONGEST_XCLIENT - line.length() - " HELO= ADDR=".length() - literal.length();
        String helo = Xtext.encode(client.helo());
        boolean fits = helo.length() <= LONGEST_VALUE && helo.length() <= room;
        add(line, offered, "HELO", fits ? helo : "[UNAVAILABLE]");
        add(line, offered, "ADDR", literal);
        return line.toString();
    }

    private static void add(StringBuilder line, String offered, String attribute, String value) {
        if (offered.contains(" " + attribute + " ")) {
            line.append(' ').append(attribute).append('=').append(value);
        }
    }

    private void xclientAnswered(Reply reply) {
        if (reply.code() == 220) {
            identified = true;
            ehlo();
        } else if (reply.code() != 421
                && reply.code() != 550
                && reply.code() / 10 != 50
                && !reply.intermediate()
                && !reply.positive()) {
            // The upstream's own access control speaks about this client (C4): its word is for the client.
            step = Step.OVER;
            peer.failed(new OpenFailure(
                    reply.withEnhancedCode(), "XCLIENT: the upstream refuses this client: " + reply, false));
        } else if (reply.code() == 421) {
            fail("XCLIENT", reply, Failures.UNAVAILABLE, true);
        } else {
            fail("XCLIENT", reply, Failures.NO_IDENTITY, true);
        }
    }

    private void fail(String where, Reply heard, Reply told, boolean elsewhere) {
        fail(where, "it answered " + heard, told, elsewhere);
    }

    private void fail(String where, String why, Reply told, boolean elsewhere) {
        step = Step.OVER;
        peer.failed(new OpenFailure(told, where + ": " + why, elsewhere));
    }
}
