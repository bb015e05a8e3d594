package org.sekisho.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Decision;
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
    private final AccountNames names;

    private String mechanism = "";
    private SaslCourse course = SaslCourse.HIDDEN;
    private SaslName name = SaslName.HIDDEN;
    private OptionalInt passwordHash = OptionalInt.empty();
    /** How many messages the client has sent. */
    private int said;
    /** Those that the upstream does not have yet. */
    private final Deque<byte[]> kept = new ArrayDeque<>();
    /** Whether the upstream takes part already. */
    private boolean relaying;
    /** The policy's refusal of a token, of which the client has got the first half. */
    private Decision.@Nullable Refuse refusal;
    /** The last that the client has got. */
    private String challenge = "";
    /** Since when the client waits: also while an upstream is opened, and for all steps there. */
    private Instant asked = Instant.MIN;
    /** How long the mail server took to the error that comes before the refusal of a token. */
    private Optional<Duration> challenged = Optional.empty();

    private int failures;

    SaslExchange(
            SmtpSession session,
            KnownClient client,
            MailExchange mail,
            UpstreamLink link,
            SessionRecord log,
            SaslPassword password,
            AccountNames names) {
        this.session = session;
        this.client = client;
        this.mail = mail;
        this.link = link;
        this.log = log;
        this.password = password;
        this.names = names;
    }

    void begin(Command.Auth auth) {
        Optional<Reply> fault = faultOf(auth);
        if (fault.isPresent()) {
            refuse(auth, fault.get());
            return;
        }
        mechanism = auth.mechanism();
        course = SaslCourse.of(mechanism);
        name = SaslName.HIDDEN;
        passwordHash = OptionalInt.empty();
        forget();
        said = 0;
        challenged = Optional.empty();
        relaying = false;
        if (auth.initialResponse().isPresent()) {
            take(auth.initialResponse().get());
        } else if (course.oneSided()) {
            prompt(Reply.of(334, course == SaslCourse.NAME_THEN_PASSWORD ? ASK_USERNAME : ""));
        } else {
            judge(Optional.empty());
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
        boolean tooEarly = SaslCourse.of(auth.mechanism()).beginsWithChallenge();
        return tooEarly && auth.initialResponse().isPresent()
                ? Optional.of(Answers.AUTH_SERVER_FIRST)
                : Optional.empty();
    }

    /** A line of the exchange, which is never a command (A16). The line is overwritten in the end. */
    void line(byte[] line) {
        if (Arrays.equals(line, CANCEL)) {
            cancel(Answers.AUTH_CANCELLED);
        } else if (!SaslText.isBase64(line, 0, line.length)) {
            wipe(line);
            cancel(Answers.AUTH_SYNTAX);
        } else if (refusal != null) {
            wipe(line);
            refuseToken(refusal);
        } else {
            take(line);
        }
    }

    void cancel(Reply reply) {
        abandon(() -> fail(reply));
    }

    /** Has the upstream end the exchange, if it takes part. */
    private void abandon(Runnable then) {
        if (relaying && link.open()) {
            session.enter(State.UPSTREAM);
            link.send("*", ignored -> then.run(), then);
        } else {
            then.run();
        }
    }

    /** A message of the client; the one that would log it in goes on when its account has been judged. */
    private void take(byte[] message) {
        if (relaying && !link.open()) {
            wipe(message);
            lost();
            return;
        }
        said++;
        if (said == 1 && !named(message)) {
            wipe(message);
            cancel(Answers.AUTH_SYNTAX);
            return;
        }
        learnPassword(message);
        kept.add(message);
        if (said == course.proof()) {
            judge(name.account());
        } else if (relaying) {
            goOn();
        } else if (course.oneSided()) {
            // A policy that refuses the account must not do it before the mail server would refuse a password (A11).
            prompt(Reply.of(334, ASK_PASSWORD));
        } else {
            judge(Optional.empty());
        }
    }

    private boolean named(byte[] message) {
        Optional<SaslName> found = SaslName.in(mechanism, message);
        found.ifPresent(present -> name = present.by(names));
        return found.isPresent();
    }

    private void learnPassword(byte[] message) {
        if (said == 1) {
            passwordHash = password.inFirst(mechanism, name.account(), message);
        } else if (passwordHash.isEmpty()) {
            passwordHash = password.inLater(mechanism, name.account(), message);
        }
    }

    /** @param account empty where the client has not told it yet, or never does */
    private void judge(Optional<String> account) {
        session.askAtOnce(
                new Stage.AtAuth(client.connection(), client.introduction(), mechanism, account, passwordHash),
                this::refusedByPolicy,
                this::goOn);
    }

    private void goOn() {
        asked = session.now();
        session.enter(State.UPSTREAM);
        if (relaying && !link.open()) {
            lost();
        } else if (relaying) {
            sendNext();
        } else if (link.open()) {
            replay();
        } else {
            link.open(client.identity(), this::replay, failure -> refused(Answers.AUTH_LATER));
        }
    }

    private void replay() {
        if (!link.offersMechanism(mechanism)) {
            client.offeredTooMuch();
            fail(Answers.AUTH_LATER);
            return;
        }
        relaying = true;
        byte[] message = kept.peek();
        boolean fits = message != null && message.length + mechanism.length() + 6 <= LINE_LIMIT;
        if (fits && course != SaslCourse.NAME_THEN_PASSWORD) {
            link.sendSecret(withCommand(kept.remove()), this::answered, this::lost);
        } else {
            link.send("AUTH " + mechanism, this::answered, this::lost);
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

    /** On a line of its own "=", an empty message, is an empty line. */
    private void sendNext() {
        byte[] message = kept.remove();
        boolean empty = message.length == 1 && message[0] == '=';
        link.sendSecret(empty ? new byte[0] : message, this::answered, this::lost);
    }

    private void answered(Reply reply) {
        if (reply.code() == 334 && !kept.isEmpty()) {
            sendNext();
        } else if (reply.code() == 334) {
            challenged = course == SaslCourse.TOKEN ? Optional.of(waited()) : challenged;
            prompt(reply);
        } else if (reply.positive()) {
            link.authenticatedNow();
            client.authenticated(name.account());
            session.tell(new Happening.Authenticated(name.account(), passwordHash));
            conclude(reply);
            session.answer(reply);
        } else {
            // 530 would ask the proxy to log in itself; nothing the client could mend (A10).
            // Nor is an upstream that leaves (421) a word about the password.
            boolean useless = reply.code() == 530 || reply.intermediate() || !link.open();
            rejected(useless ? Answers.AUTH_LATER : reply);
        }
    }

    private void prompt(Reply reply) {
        challenge = reply.lines().get(0);
        session.port().reply(reply);
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

    private void refusedByPolicy(Decision.Refuse refuse) {
        boolean asWrong = refuse.reply().code() == WRONG_PASSWORD;
        if (asWrong && course == SaslCourse.TOKEN) {
            session.delay(refuse.challenge(), () -> {
                refusal = refuse;
                prompt(FeignedRefusal.tokenError(mechanism, refuse.reply()));
            });
        } else {
            session.delay(refuse.delay(), () -> abandon(() -> refuse(refuse.reply())));
        }
    }

    private void refuseToken(Decision.Refuse refuse) {
        refusal = null;
        session.delay(refuse.delay(), () -> refuse(refuse.reply()));
    }

    /** What is to look like a wrong password counts like one, too (A11). */
    private void refuse(Reply reply) {
        if (reply.code() == WRONG_PASSWORD) {
            Reply words = course == SaslCourse.PASSWORD ? reply : FeignedRefusal.to(challenge, reply);
            tellFailure(words, Optional.empty(), Optional.empty());
            failed(words);
        } else {
            refused(reply);
        }
    }

    /** The upstream does not take the credentials; only that is told as a failure (A12). */
    private void rejected(Reply reply) {
        if (reply.permanent()) {
            tellFailure(reply, Optional.of(waited()), challenged);
        }
        failed(reply);
    }

    private Duration waited() {
        return Duration.between(asked, session.now());
    }

    private void tellFailure(Reply reply, Optional<Duration> took, Optional<Duration> before) {
        session.tell(new Happening.AuthenticationFailed(mechanism, name.account(), passwordHash, reply, took, before));
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
        log.reportAuthentication(mechanism, name, reply);
    }

    /** Overwrites what is kept of the client's secrets. */
    void forget() {
        kept.forEach(SaslExchange::wipe);
        kept.clear();
        refusal = null;
        password.forget();
    }

    private static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }
}
