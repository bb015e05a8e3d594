package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.SaslText;

/**
 * AUTH, relayed step by step: the upstream alone knows the passwords.
 *
 * <p>Where the first message tells the account, it is read before an upstream is opened, so that a policy can judge the
 * account first, and then replayed. Secrets stay in byte arrays, which are overwritten when they have been sent.
 */
final class SaslExchange {
    /** The longest AUTH line sent with its initial response (RFC 5321 section 4.5.3.1.4); a longer one follows 334 (A5). */
    private static final int LINE_LIMIT = 510;
    /** Rejections after which the client is dropped (RFC 4954 section 9, A9). */
    private static final int MOST_FAILURES = 3;
    /** How long an upstream is kept for the next try after a failed one. */
    private static final Duration KEPT_AFTER_FAILURE = Duration.ofSeconds(10);

    private static final byte[] CANCEL = {'*'};
    private static final String ASK_USERNAME = "VXNlcm5hbWU6";
    private static final String ASK_PASSWORD = "UGFzc3dvcmQ6";
    private static final int WRONG_PASSWORD = 535;

    private final SmtpSession session;
    private final KnownClient client;
    private final MailExchange mail;
    private final UpstreamLink link;
    private final SessionRecord log;
    private final SaslPassword password;

    private String mechanism = "";
    private Optional<String> account = Optional.empty();
    private OptionalInt passwordHash = OptionalInt.empty();
    /** The client's first message, kept until the upstream has been opened. */
    private byte @Nullable [] first;
    /** The second one of LOGIN, the password, likewise. */
    private byte @Nullable [] second;
    /** Whether the upstream takes part already. */
    private boolean relaying;

    private int failures;

    SaslExchange(
            SmtpSession session,
            KnownClient client,
            MailExchange mail,
            UpstreamLink link,
            SessionRecord log,
            SaslPassword password) {
        this.session = session;
        this.client = client;
        this.mail = mail;
        this.link = link;
        this.log = log;
        this.password = password;
    }

    void begin(Command.Auth auth) {
        Optional<Reply> fault = faultOf(auth);
        if (fault.isPresent()) {
            refuse(auth, fault.get());
            return;
        }
        mechanism = auth.mechanism();
        account = Optional.empty();
        passwordHash = OptionalInt.empty();
        password.forget();
        relaying = false;
        if (auth.initialResponse().isPresent()) {
            firstMessage(auth.initialResponse().get());
        } else if (SaslName.readable(mechanism)) {
            prompt(Reply.of(334, mechanism.equals("LOGIN") ? ASK_USERNAME : ""));
        } else {
            judge();
        }
    }

    void refuse(Command.Auth auth, Reply reply) {
        auth.initialResponse().ifPresent(SaslExchange::wipe);
        session.answer(reply);
    }

    private Optional<Reply> faultOf(Command.Auth auth) {
        if (!client.introduced()) {
            return Optional.of(Answers.HELO_FIRST);
        }
        if (client.authenticated()) {
            return Optional.of(Answers.AUTHENTICATED_ALREADY);
        }
        if (mail.underWay()) {
            return Optional.of(Answers.AUTH_IN_TRANSACTION);
        }
        if (client.submits() && !client.offer().has(Extension.AUTH) && client.canStartTls()) {
            return Optional.of(Answers.STARTTLS_FIRST);
        }
        if (client.submits() && client.upstreamUnknown()) {
            return Optional.of(Answers.AUTH_LATER);
        }
        if (!client.submits() || !client.offer().has(Extension.AUTH)) {
            return Optional.of(Answers.AUTH_UNAVAILABLE);
        }
        if (client.offer().mechanisms().stream().noneMatch(auth.mechanism()::equalsIgnoreCase)) {
            return Optional.of(Answers.AUTH_MECHANISM);
        }
        return Optional.empty();
    }

    /** A line of the exchange, which is never a command (A16). The line is overwritten in the end. */
    void line(byte[] line) {
        if (Arrays.equals(line, CANCEL)) {
            cancel(Answers.AUTH_CANCELLED);
        } else if (!SaslText.isBase64(line, 0, line.length)) {
            wipe(line);
            cancel(Answers.AUTH_SYNTAX);
        } else if (relaying && !link.open()) {
            wipe(line);
            lost();
        } else if (relaying) {
            if (passwordHash.isEmpty()) {
                passwordHash = password.inLater(mechanism, account, line);
            }
            session.enter(State.UPSTREAM);
            link.sendSecret(line, this::answered, this::lost);
        } else if (first != null) {
            passwordHash = password.inLater(mechanism, account, line);
            second = line;
            judge();
        } else {
            firstMessage(line);
        }
    }

    void cancel(Reply reply) {
        if (!relaying || !link.open()) {
            fail(reply);
            return;
        }
        session.enter(State.UPSTREAM);
        link.send("*", ignored -> fail(reply), () -> fail(reply));
    }

    private void firstMessage(byte[] message) {
        if (SaslName.readable(mechanism)) {
            account = SaslName.of(mechanism, message);
            if (account.isEmpty()) {
                wipe(message);
                fail(Answers.AUTH_SYNTAX);
                return;
            }
        }
        passwordHash = password.inFirst(mechanism, account, message);
        first = message;
        if (mechanism.equals("LOGIN")) {
            // A policy that refuses the account must not do it before the mail server would refuse a password (A11).
            prompt(Reply.of(334, ASK_PASSWORD));
        } else {
            judge();
        }
    }

    private void judge() {
        session.ask(
                new Stage.AtAuth(client.connection(), client.introduction(), mechanism, account),
                this::refusedByPolicy,
                () -> {
                    session.enter(State.UPSTREAM);
                    if (link.open()) {
                        replay();
                    } else {
                        link.open(client.identity(), this::replay, failure -> refused(Answers.AUTH_LATER));
                    }
                });
    }

    private void replay() {
        byte[] message = first;
        relaying = true;
        if (!link.offersMechanism(mechanism)) {
            relaying = false;
            client.offeredTooMuch();
            fail(Answers.AUTH_LATER);
        } else if (message == null) {
            link.send("AUTH " + mechanism, this::answered, this::lost);
        } else if (!mechanism.equals("LOGIN") && message.length + mechanism.length() + 6 <= LINE_LIMIT) {
            link.sendSecret(withCommand(message), this::answered, this::lost);
            first = null;
        } else {
            link.send("AUTH " + mechanism, reply -> afterPrompt(reply, message), this::lost);
        }
    }

    /** The first message goes on a line of its own; there "=", an empty one, is an empty line. */
    private void afterPrompt(Reply reply, byte[] message) {
        if (reply.code() == 334) {
            boolean empty = message.length == 1 && message[0] == '=';
            link.sendSecret(empty ? new byte[0] : message, this::answered, this::lost);
            first = null;
        } else {
            forget();
            answered(reply);
        }
    }

    private byte[] withCommand(byte[] message) {
        byte[] command = ("AUTH " + mechanism + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(command, command.length + Math.max(1, message.length));
        if (message.length == 0) {
            line[command.length] = '=';
        }
        System.arraycopy(message, 0, line, command.length, message.length);
        wipe(message);
        return line;
    }

    private void answered(Reply reply) {
        byte[] kept = second;
        if (reply.code() == 334 && kept != null) {
            second = null;
            link.sendSecret(kept, this::answered, this::lost);
        } else if (reply.code() == 334) {
            prompt(reply);
        } else if (reply.positive()) {
            link.authenticatedNow();
            client.authenticated(account);
            session.tell(new Happening.Authenticated(account, passwordHash));
            conclude(reply);
            session.answer(reply);
        } else {
            // 530 would ask the proxy to log in itself; nothing the client could mend (A10).
            // Nor is an upstream that leaves (421) a word about the password.
            boolean useless = reply.code() == 530 || reply.intermediate() || !link.open();
            rejected(useless ? Answers.AUTH_LATER : reply);
        }
    }

    private void prompt(Reply challenge) {
        session.port().reply(challenge);
        session.enter(State.SASL);
    }

    private void lost() {
        refused(Answers.AUTH_LATER);
    }

    /** Refused by us or by circumstance; says nothing about the password. */
    private void refused(Reply reply) {
        forget();
        conclude(reply);
        session.answer(reply);
    }

    /** What is to look like a wrong password counts like one, too (A11). */
    private void refusedByPolicy(Reply reply) {
        if (reply.code() == WRONG_PASSWORD) {
            failed(reply);
        } else {
            refused(reply);
        }
    }

    /** The upstream does not take the credentials; only that is told as a failure (A12). */
    private void rejected(Reply reply) {
        if (reply.permanent()) {
            session.tell(new Happening.AuthenticationFailed(account, passwordHash, reply));
        }
        failed(reply);
    }

    private void failed(Reply reply) {
        if (reply.permanent() && ++failures >= MOST_FAILURES) {
            forget();
            conclude(reply);
            session.hangUp(reply, Cause.TOO_MANY_ERRORS);
        } else {
            fail(reply);
        }
    }

    private void fail(Reply reply) {
        forget();
        conclude(reply);
        if (link.open()) {
            link.closeIfIdle(KEPT_AFTER_FAILURE);
        }
        session.answer(reply);
    }

    private void conclude(Reply reply) {
        log.reportAuthentication(mechanism, account, reply);
    }

    /** Overwrites what is kept of the client's secrets. */
    void forget() {
        wipeIfAny(first);
        wipeIfAny(second);
        first = null;
        password.forget();
        second = null;
    }

    private static void wipeIfAny(byte @Nullable [] secret) {
        if (secret != null) {
            wipe(secret);
        }
    }

    private static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }
}
