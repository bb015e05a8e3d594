package org.sekisho.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.sekisho.testing.TlsUpstream.Peer;

/** A mail server that takes everything, except where a test gives it another answer. */
public final class MtaScript implements TlsUpstream.Script {
    /** Answers one command. */
    @FunctionalInterface
    public interface Answer {
        void to(String line, Peer peer) throws IOException;
    }

    private final List<String> keywords = new ArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private Optional<SSLContext> tls = Optional.empty();

    /** Lists these in EHLO. */
    public MtaScript offers(String... ehloKeywords) {
        keywords.addAll(List.of(ehloKeywords));
        return this;
    }

    /** Offers STARTTLS. */
    public MtaScript startTls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** Answers commands of this verb otherwise. */
    public MtaScript on(String verb, Answer answer) {
        answers.put(verb, answer);
        return this;
    }

    @Override
    public void serve(Peer peer) throws IOException {
        peer.say("220 upstream ESMTP");
        String line;
        do {
            line = peer.line();
            String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            Answer answer = answers.get(verb);
            if (answer == null) {
                answer(verb, peer);
            } else {
                answer.to(line, peer);
            }
        } while (!line.equals("QUIT"));
    }

    private void answer(String verb, Peer peer) throws IOException {
        switch (verb) {
            case "EHLO" -> ehlo(peer);
            case "STARTTLS" -> {
                peer.say("220 2.0.0 Go ahead");
                peer.startTls(tls.orElseThrow());
            }
            case "DATA" -> {
                peer.say("354 Go ahead");
                while (!peer.line().equals(".")) {
                    // The lines are in what the peer has heard.
                }
                peer.say("250 2.0.0 queued");
            }
            case "QUIT" -> peer.say("221 2.0.0 Bye");
            default -> peer.say("250 2.0.0 Ok");
        }
    }

    private void ehlo(Peer peer) throws IOException {
        List<String> lines = new ArrayList<>(List.of("upstream"));
        lines.addAll(keywords);
        if (tls.isPresent() && !peer.secured()) {
            lines.add("STARTTLS");
        }
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            reply.append(i < lines.size() - 1 ? "250-" : "250 ")
                    .append(lines.get(i))
                    .append("\r\n");
        }
        peer.send(reply.toString());
    }
}
