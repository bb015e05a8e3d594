package org.sekisho.session;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Outcome;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;

/**
 * MAIL and RCPT: the envelope of one transaction after the other.
 *
 * <p>The upstream is opened by the first recipient that the policy lets through, and MAIL travels with that RCPT, in one
 * write where the upstream has PIPELINING. Until then MAIL is answered here (U10).
 */
final class MailExchange {
    private final SmtpSession session;
    private final KnownClient client;
    private final UpstreamLink link;
    private final SessionRecord log;

    private @Nullable Envelope envelope;
    private int transactions;
    private boolean triedAgain;

    MailExchange(SmtpSession session, KnownClient client, UpstreamLink link, SessionRecord log) {
        this.session = session;
        this.client = client;
        this.link = link;
        this.log = log;
    }

    /** The transaction under way; empty between transactions. */
    Optional<Envelope> envelope() {
        return Optional.ofNullable(envelope);
    }

    boolean underWay() {
        return envelope != null;
    }

    int transactions() {
        return transactions;
    }

    // MAIL

    void mail(Command.Mail mail) {
        Optional<Reply> fault = faultOf(mail);
        if (fault.isPresent()) {
            session.answer(fault.get());
        } else {
            session.ask(new Stage.AtMail(client.connection(), client.introduction(), mail.from()), () -> begin(mail));
        }
    }

    private Optional<Reply> faultOf(Command.Mail mail) {
        Capabilities offer = client.offer();
        if (!client.introduced()) {
            return Optional.of(Answers.HELO_FIRST);
        }
        if (client.submits() && !client.authenticated()) {
            return Optional.of(client.upstreamUnknown() ? Answers.UPSTREAM_CANNOT : Answers.AUTH_FIRST);
        }
        if (envelope != null && !envelope.lost(link)) {
            return Optional.of(Answers.NESTED_MAIL);
        }
        if (!UpstreamLines.offered(mail.verb(), mail.parameters(), offer)) {
            return Optional.of(Answers.PARAMETER_NOT_OFFERED);
        }
        if (!mail.smtpUtf8() && !mail.ascii()) {
            return Optional.of(Answers.SENDER_NEEDS_SMTPUTF8);
        }
        if (mail.size().orElse(0) > client.messageSize()) {
            return Optional.of(Answers.TOO_LARGE);
        }
        return Optional.empty();
    }

    private void begin(Command.Mail mail) {
        finish(Outcome.DEFERRED, Optional.empty());
        triedAgain = false;
        Envelope fresh = new Envelope(++transactions, mail, session.now());
        if (!link.open()) {
            envelope = fresh;
            session.answer(Answers.SENDER_OK);
            return;
        }
        Optional<String> line = UpstreamLines.mail(mail, link, link.authenticated(), octetsAdded());
        if (line.isEmpty()) {
            cannot();
            return;
        }
        session.enter(State.UPSTREAM);
        link.send(
                line.get(),
                reply -> {
                    envelope = fresh;
                    if (reply.positive()) {
                        fresh.carriedBy(link);
                    } else {
                        finish(ContentExchange.outcomeOf(reply), Optional.of(reply));
                    }
                    session.answer(checked(reply));
                },
                () -> staleLink(fresh));
    }

    /** The connection was kept from an earlier message and has gone: another is opened for the first recipient. */
    private void staleLink(Envelope fresh) {
        envelope = fresh;
        if (link.authenticated()) {
            finish(Outcome.DEFERRED, Optional.of(Answers.UPSTREAM_LOST));
            session.answer(Answers.UPSTREAM_LOST);
        } else {
            session.answer(Answers.SENDER_OK);
        }
    }

    // RCPT

    void rcpt(Command.Rcpt rcpt) {
        Envelope now = envelope;
        if (now == null) {
            session.answer(client.introduced() ? Answers.MAIL_FIRST : Answers.HELO_FIRST);
            return;
        }
        now.asked(rcpt.to());
        if (now.lost(link) && canMove(now)) {
            now.forgetUpstream();
        }
        Optional<Reply> fault = faultOf(rcpt, now);
        if (fault.isPresent()) {
            answer(now, rcpt, fault.get(), Source.SESSION);
        } else {
            session.ask(stage(now, rcpt), refusal -> answer(now, rcpt, refusal, Source.POLICY), () -> relay(rcpt, now));
        }
    }

    private Stage.AtRcpt stage(Envelope now, Command.Rcpt rcpt) {
        return new Stage.AtRcpt(client.connection(), client.introduction(), now.mail.from(), rcpt.to());
    }

    private Optional<Reply> faultOf(Command.Rcpt rcpt, Envelope now) {
        if (now.lost(link)) {
            return Optional.of(Answers.UPSTREAM_LOST);
        }
        if (now.accepted().size() >= client.limits().recipients()) {
            return Optional.of(Answers.TOO_MANY_RECIPIENTS);
        }
        if (!UpstreamLines.offered(rcpt.verb(), rcpt.parameters(), client.offer())) {
            return Optional.of(Answers.PARAMETER_NOT_OFFERED);
        }
        if (!now.mail.smtpUtf8() && !rcpt.ascii()) {
            return Optional.of(Answers.RECIPIENT_NEEDS_SMTPUTF8);
        }
        return now.refusal();
    }

    private void relay(Command.Rcpt rcpt, Envelope now) {
        if (now.lost(link)) {
            answer(now, rcpt, Answers.UPSTREAM_LOST);
        } else if (link.open()) {
            send(rcpt, now);
        } else {
            session.enter(State.UPSTREAM);
            link.open(client.identity(), () -> send(rcpt, now), failure -> answer(now, rcpt, failure.reply()));
        }
    }

    private void send(Command.Rcpt rcpt, Envelope now) {
        Optional<String> line = UpstreamLines.rcpt(rcpt, link);
        Optional<String> mail = now.carried()
                ? Optional.of("")
                : UpstreamLines.mail(now.mail, link, link.authenticated(), octetsAdded());
        if (line.isEmpty() || mail.isEmpty()) {
            client.offeredTooMuch();
            answer(now, rcpt, Answers.UPSTREAM_CANNOT);
            return;
        }
        session.enter(State.UPSTREAM);
        Runnable sendRcpt = () -> link.send(line.get(), reply -> answered(rcpt, now, reply), () -> lost(rcpt, now));
        if (now.carried()) {
            sendRcpt.run();
        } else if (link.offers(Extension.PIPELINING)) {
            link.send(mail.get(), reply -> mailAnswered(rcpt, now, reply), () -> lost(rcpt, now));
            sendRcpt.run();
        } else {
            link.send(
                    mail.get(),
                    reply -> {
                        mailAnswered(rcpt, now, reply);
                        if (now.refusal().isEmpty()) {
                            sendRcpt.run();
                        } else if (link.open()) {
                            answered(rcpt, now, reply);
                        }
                    },
                    () -> lost(rcpt, now));
        }
    }

    private void mailAnswered(Command.Rcpt rcpt, Envelope now, Reply reply) {
        if (reply.positive()) {
            now.carriedBy(link);
        } else {
            now.refuse(checked(reply));
            if (!link.open()) {
                // The refusal ended the connection: no reply to the RCPT will come.
                answered(rcpt, now, reply);
            }
        }
    }

    private void answered(Command.Rcpt rcpt, Envelope now, Reply reply) {
        now.heardByUpstream();
        // A refused MAIL makes the reply to the RCPT behind it worthless, even a 250 (U10).
        if (now.refusal().isPresent()) {
            answer(now, rcpt, now.refusal().get(), Source.SESSION);
        } else {
            Reply told = tooManyIsTemporary(checked(reply));
            // A 421, or a reply that makes no sense here, says nothing about the recipient.
            boolean theirs = told.equals(reply) && link.open();
            answer(now, rcpt, told, theirs ? Source.UPSTREAM : Source.SESSION);
        }
    }

    /** The connection went away. Before the MTA has answered a recipient, another address may take the work over. */
    private void lost(Command.Rcpt rcpt, Envelope now) {
        if (canMove(now) && !triedAgain) {
            triedAgain = true;
            now.forgetUpstream();
            relay(rcpt, now);
        } else {
            answer(now, rcpt, Answers.UPSTREAM_LOST);
        }
    }

    /** Before the MTA has answered a recipient, another connection may take a transaction over. */
    private boolean canMove(Envelope now) {
        return now.movable() && !link.authenticated();
    }

    private void answer(Envelope now, Command.Rcpt rcpt, Reply reply) {
        answer(now, rcpt, reply, Source.SESSION);
    }

    private void answer(Envelope now, Command.Rcpt rcpt, Reply reply, Source source) {
        now.answered(rcpt.to(), reply);
        session.tell(new Happening.RecipientAnswered(stage(now, rcpt), reply, source));
        session.answer(reply);
    }

    // Ends

    /** Gives up the transaction, here and at the upstream, and then goes on; the client has not been answered yet. */
    void reset(Runnable then) {
        end(Outcome.ABANDONED, Optional.empty(), then);
    }

    /** Ends the transaction and reports it, lets the upstream forget it if it knows of it, and then goes on. */
    void end(Outcome outcome, Optional<Reply> reply, Runnable then) {
        boolean tell = envelope != null && envelope.knownTo(link);
        finish(outcome, reply);
        if (tell) {
            resetUpstream(then);
        } else {
            then.run();
        }
    }

    /** Whatever the upstream says to RSET, the client is answered by {@code then}; a wrong answer ends the link (U12). */
    void resetUpstream(Runnable then) {
        if (!link.open()) {
            then.run();
            return;
        }
        session.enter(State.UPSTREAM);
        link.send(
                "RSET",
                reply -> {
                    if (!reply.positive()) {
                        link.drop();
                    }
                    then.run();
                },
                then);
    }

    /** The client hears this, and then nothing more: it is the answer to the recipient that it waits for. */
    void lastWord(Reply reply) {
        envelope().ifPresent(now -> now.lastWord(reply));
    }

    /** Ends the transaction, if there is one, and reports it. */
    void finish(Outcome outcome, Optional<Reply> reply) {
        Envelope now = envelope;
        if (now != null) {
            envelope = null;
            log.report(now, outcome == Outcome.ABANDONED ? now.outcomeUnsent() : outcome, reply);
            if (now.knownTo(link)) {
                link.transactionOver();
            }
        }
    }

    private long octetsAdded() {
        return client.wantsReceivedLine() ? Offer.RECEIVED_ROOM : 0;
    }

    private void cannot() {
        client.offeredTooMuch();
        session.answer(Answers.UPSTREAM_CANNOT);
    }

    // Replies of the upstream

    /** What the client gets for a reply to MAIL or RCPT: the same, unless it makes no sense there. */
    private Reply checked(Reply reply) {
        if (reply.intermediate()) {
            link.drop();
            return Answers.UPSTREAM_CONFUSED;
        }
        // 530 asks the proxy, not the client, to log in: a mistake in the upstream's configuration (A10).
        return reply.code() == 530 && !client.submits() ? Answers.UPSTREAM_CANNOT : reply;
    }

    /** 552 for too many recipients means 452 (RFC 5321 section 4.5.3.1.10, U14). */
    private static Reply tooManyIsTemporary(Reply reply) {
        boolean tooMany = reply.code() == 552
                && (reply.enhanced()
                                .map(code -> code.toString().equals("5.5.3"))
                                .orElse(false)
                        || reply.lines().get(0).toLowerCase(Locale.ROOT).contains("too many recipients"));
        return tooMany ? Answers.TOO_MANY_RECIPIENTS : reply;
    }
}
