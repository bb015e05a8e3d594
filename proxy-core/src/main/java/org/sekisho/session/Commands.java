package org.sekisho.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Verb;

/** Which command goes where, and all those that need no more than an answer. */
final class Commands {
    private static final Set<String> KNOWN_UNIMPLEMENTED =
            Set.of("ETRN", "TURN", "ATRN", "SEND", "SOML", "SAML", "BURL", "XCLIENT", "XFORWARD");

    private final SmtpSession session;
    private final KnownClient client;
    private final UpstreamLink link;
    private final MailExchange mail;
    private final ContentExchange content;
    private final SaslExchange sasl;
    private final Manners manners;

    Commands(
            SmtpSession session,
            KnownClient client,
            UpstreamLink link,
            MailExchange mail,
            ContentExchange content,
            SaslExchange sasl,
            Manners manners) {
        this.session = session;
        this.client = client;
        this.link = link;
        this.mail = mail;
        this.content = content;
        this.sasl = sasl;
        this.manners = manners;
    }

    /** Deals with one command; in the end the session waits for something else, or for the next command. */
    void dispatch(Command command) {
        if (manners.tooManyErrors() && command.verb() != Verb.QUIT) {
            session.hangUp(Answers.TOO_MANY_ERRORS, Cause.TOO_MANY_ERRORS);
        } else if (!allowedBeforeTls(command)) {
            refuse(command, Answers.STARTTLS_FIRST);
        } else if (content.chunked() && !allowedBetweenChunks(command.verb())) {
            refuse(command, Answers.IN_CHUNKS);
        } else if (command instanceof Command.Malformed malformed) {
            malformed(malformed);
        } else if (command instanceof Command.Simple simple) {
            simple(simple.verb());
        } else if (command instanceof Command.Mail mailCommand) {
            mail.mail(mailCommand);
        } else if (command instanceof Command.Rcpt rcpt) {
            mail.rcpt(rcpt);
        } else if (command instanceof Command.Bdat bdat) {
            content.bdat(bdat);
        } else if (command instanceof Command.BadBdat bad) {
            content.bad(bad);
        } else if (command instanceof Command.Auth auth) {
            sasl.begin(auth);
        } else if (command instanceof Command.Ehlo ehlo) {
            introduce(ehlo.name(), true);
        } else if (command instanceof Command.Helo plain) {
            introduce(plain.name(), false);
        } else if (command instanceof Command.Unknown unknown) {
            unknown(unknown);
        }
    }

    private void simple(Verb verb) {
        switch (verb) {
            case DATA -> content.data();
            case RSET -> {
                content.abandon();
                junk(() -> mail.reset(() -> session.answer(Answers.OK)));
            }
            case NOOP -> junk(() -> session.answer(Answers.OK));
            case VRFY -> junk(() -> session.answer(Answers.CANNOT_VERIFY));
            case HELP -> junk(() -> session.answer(Answers.HELP));
            case QUIT -> session.hangUp(Answers.BYE, Cause.QUIT);
            case STARTTLS -> startTls();
            default -> session.answer(Answers.NOT_IMPLEMENTED);
        }
    }

    private void introduce(String name, boolean extended) {
        Stage stage = new Stage.AtHelo(client.connection(), client.introductionAs(name, extended));
        session.ask(
                stage,
                () -> junk(() -> {
                    content.abandon();
                    mail.reset(() -> {
                        client.introduced(name, extended);
                        session.answer(extended ? ehloReply() : Reply.of(250, client.hostName()));
                    });
                }));
    }

    private Reply ehloReply() {
        List<String> lines = new ArrayList<>();
        lines.add(client.hostName());
        lines.addAll(client.offer().ehloLines());
        return new Reply(250, lines);
    }

    private void startTls() {
        if (client.secured()) {
            session.answer(Answers.TLS_ALREADY);
        } else if (!client.canStartTls()) {
            session.answer(Answers.TLS_UNAVAILABLE);
        } else if (client.authenticated() || mail.underWay()) {
            session.answer(Answers.TLS_TOO_LATE);
        } else if (session.port().hasUnreadInput()) {
            session.hangUp(Answers.PIPELINED_STARTTLS, Cause.PROTOCOL);
        } else {
            // An upstream that was told of the clear-text session belongs to the past (T6).
            link.quit();
            session.enter(State.TLS);
            session.port().startTls(Answers.START_TLS);
        }
    }

    private void malformed(Command.Malformed malformed) {
        if (malformed.verb() == Verb.BDAT) {
            // Without its size nobody knows where the next command begins (B3).
            session.hangUp(malformed.reply(), Cause.PROTOCOL);
        } else if (malformed.verb() == Verb.DATA) {
            content.refuseData(malformed.reply());
        } else {
            session.answer(malformed.reply());
        }
    }

    private void unknown(Command.Unknown unknown) {
        if (unknown.notSmtp()) {
            session.notSmtp();
        } else {
            boolean known = KNOWN_UNIMPLEMENTED.contains(unknown.word().toUpperCase(Locale.ROOT));
            session.answer(known ? Answers.NOT_IMPLEMENTED : Answers.UNKNOWN_COMMAND);
        }
    }

    private boolean allowedBeforeTls(Command command) {
        return !client.mustStartTls()
                || switch (command.verb()) {
                    case NOOP, EHLO, HELO, STARTTLS, QUIT, RSET, HELP -> true;
                    default -> command instanceof Command.Malformed || command instanceof Command.Unknown;
                };
    }

    private void refuse(Command command, Reply reply) {
        if (command instanceof Command.Bdat bdat) {
            content.bad(new Command.BadBdat(bdat.size(), reply));
        } else if (command instanceof Command.BadBdat bad) {
            content.bad(new Command.BadBdat(bad.size(), reply));
        } else if (command instanceof Command.Auth auth) {
            sasl.refuse(auth, reply);
        } else if (command.verb() == Verb.DATA) {
            content.refuseData(reply);
        } else {
            session.answer(reply);
        }
    }

    private static boolean allowedBetweenChunks(Verb verb) {
        return switch (verb) {
            case MAIL, RCPT, DATA, AUTH, STARTTLS -> false;
            default -> true;
        };
    }

    private void junk(Runnable proceed) {
        if (manners.mayIdleOnceMore()) {
            proceed.run();
        } else {
            session.hangUp(Answers.TOO_MUCH_JUNK, Cause.TOO_MANY_ERRORS);
        }
    }
}
