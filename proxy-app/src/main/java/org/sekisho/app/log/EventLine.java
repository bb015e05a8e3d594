package org.sekisho.app.log;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.Names.Persons;
import org.sekisho.event.SessionEvent;
import org.sekisho.event.SessionEvent.AuthenticationEnded;
import org.sekisho.event.SessionEvent.Recipient;
import org.sekisho.event.SessionEvent.SessionEnded;
import org.sekisho.event.SessionEvent.TransactionEnded;
import org.sekisho.smtp.Reply;

/** Something that has ended: a session, a transaction or an authentication. */
record EventLine(SessionEvent event, Names names) implements Line {
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

    private void session(SessionEnded ended, Fields fields) {
        fields.text("listener", ended.listener());
        fields.text("client", names.address(ended.client()));
        fields.number("port", ended.clientPort());
        fields.text("helo", names.text(ended.helo()));
        fields.text("tls", ended.tls());
        fields.text("account", ended.account().map(names::account));
        fields.text("cause", word(ended.cause()));
        fields.number("commands", ended.commands());
        fields.number("transactions", ended.transactions());
        fields.number("errors", ended.errors());
        fields.number("in", ended.bytesIn());
        fields.number("out", ended.bytesOut());
        fields.time("start", ended.start());
        fields.seconds("duration", ended.duration());
    }

    private void transaction(TransactionEnded ended, Fields fields) {
        fields.number("number", ended.number());
        fields.text("listener", ended.listener());
        fields.text("client", names.address(ended.client()));
        fields.text("helo", names.text(ended.helo()));
        fields.text("account", ended.account().map(names::account));
        fields.text("from", names.mailbox(ended.reversePath()));
        List<Recipient> recipients = ended.recipients();
        fields.number("recipients", recipients.size());
        fields.addressees(recipients.stream()
                .limit(RECIPIENTS_LISTED)
                .map(this::addressee)
                .toList());
        Persons persons = persons(ended);
        fields.text("outcome", word(ended.outcome()));
        fields.text("reply", text(ended.reply(), persons));
        fields.text("upstream", ended.upstream());
        fields.text("upstream_reply", text(ended.upstreamReply(), persons));
        fields.number("bytes", ended.bytes());
        fields.seconds("duration", ended.duration());
        fields.seconds("upstream_time", ended.upstreamTime());
    }

    private void authentication(AuthenticationEnded ended, Fields fields) {
        fields.text("listener", ended.listener());
        fields.text("client", names.address(ended.client()));
        fields.text("mechanism", ended.mechanism());
        fields.text("account", ended.account().map(names::account));
        fields.text("authorized_as", ended.authorizedAs().map(names::account));
        fields.text("reply", names.text(ended.reply().toString(), new Persons(ended.account(), List.of())));
    }

    private Addressee addressee(Recipient recipient) {
        Persons persons = new Persons(Optional.empty(), List.of(recipient.address()));
        return new Addressee(names.mailbox(recipient.address()), text(recipient.reply(), persons));
    }

    private static Persons persons(TransactionEnded ended) {
        Stream<String> listed =
                ended.recipients().stream().limit(RECIPIENTS_LISTED).map(Recipient::address);
        return new Persons(
                ended.account(),
                Stream.concat(Stream.of(ended.reversePath()), listed).toList());
    }

    private Optional<String> text(Optional<Reply> reply, Persons persons) {
        return reply.map(present -> names.text(present.toString(), persons));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
