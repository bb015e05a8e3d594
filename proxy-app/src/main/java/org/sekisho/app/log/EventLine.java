package org.sekisho.app.log;

import java.util.List;
import java.util.Locale;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.event.SessionEvent.Recipient;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.smtp.Reply;

/** Something that has ended: a session, a transaction or an authentication. */
record EventLine(SessionEvent event) implements Line {
    /** Recipients listed by name; {@code recipients} tells how many there were. */
    private static final int RECIPIENTS_LISTED = 20;

    @Override
    public String kind() {
        if (event instanceof SessionEnded) {
            return "session";
        }
        return event instanceof TransactionEnded ? "transaction" : "auth";
    }

    @Override
    public void write(Fields fields) {
        fields.text("session", event.session());
        if (event instanceof SessionEnded ended) {
            session(ended, fields);
        } else if (event instanceof TransactionEnded ended) {
            transaction(ended, fields);
        } else if (event instanceof AuthenticationEnded ended) {
            authentication(ended, fields);
        }
    }

    private static void session(SessionEnded ended, Fields fields) {
        fields.text("listener", ended.listener());
        fields.text("client", ended.client());
        fields.number("port", ended.clientPort());
        fields.text("helo", ended.helo());
        fields.text("tls", ended.tls());
        fields.text("account", ended.account());
        fields.text("cause", word(ended.cause()));
        fields.number("commands", ended.commands());
        fields.number("transactions", ended.transactions());
        fields.number("errors", ended.errors());
        fields.number("in", ended.bytesIn());
        fields.number("out", ended.bytesOut());
        fields.time("start", ended.start());
        fields.seconds("duration", ended.duration());
    }

    private static void transaction(TransactionEnded ended, Fields fields) {
        fields.number("number", ended.number());
        fields.text("listener", ended.listener());
        fields.text("client", ended.client());
        fields.text("helo", ended.helo());
        fields.text("account", ended.account());
        fields.text("from", ended.reversePath());
        List<Recipient> recipients = ended.recipients();
        fields.number("recipients", recipients.size());
        fields.recipients(recipients.subList(0, Math.min(recipients.size(), RECIPIENTS_LISTED)));
        fields.text("outcome", word(ended.outcome()));
        fields.text("reply", ended.reply().map(Reply::toString));
        fields.text("upstream", ended.upstream());
        fields.text("upstream_reply", ended.upstreamReply().map(Reply::toString));
        fields.number("bytes", ended.bytes());
        fields.seconds("duration", ended.duration());
        fields.seconds("upstream_time", ended.upstreamTime());
    }

    private static void authentication(AuthenticationEnded ended, Fields fields) {
        fields.text("listener", ended.listener());
        fields.text("client", ended.client());
        fields.text("mechanism", ended.mechanism());
        fields.text("account", ended.account());
        fields.text("reply", ended.reply().toString());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
