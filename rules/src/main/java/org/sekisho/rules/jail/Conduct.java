package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.event.SessionEvent.Cause;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Slot;
import org.sekisho.smtp.EnhancedCode;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/** What one session has done, and which of it is an offence. Thread-safe. */
final class Conduct {
    static final Slot<Conduct> SLOT = new Slot<>(Conduct::new);

    private static final EnhancedCode NO_SUCH_USER = new EnhancedCode(5, 1, 1);
    private static final EnhancedCode NOT_ALLOWED = new EnhancedCode(5, 7, 1);
    private static final int TRANSACTION_FAILED = 554;

    /** It named a recipient, sent mail, or logged in. */
    private boolean busy;
    /** It was refused something, or made to wait: no wonder that it leaves. */
    private boolean rebuffed;

    private boolean authenticated;
    /** The reply that comes has been counted as something else than an error. */
    private boolean counted;

    private int good;
    private CompletableFuture<Void> trials = CompletableFuture.completedFuture(null);

    private Conduct() {}

    /** A jail is making up its mind about the client. */
    synchronized void awaits(CompletionStage<Void> trial) {
        CompletableFuture<Void> one = trial.toCompletableFuture();
        if (!one.isDone()) {
            trials = trials.isDone() ? one : CompletableFuture.allOf(trials, one);
        }
    }

    /** Done when every jail has made up its mind; jails that could not are done, too. */
    synchronized CompletionStage<Void> judged() {
        return trials.isDone() ? CompletableFuture.completedStage(null) : trials.handle((done, failure) -> null);
    }

    /** Good recipients since this was asked last. */
    synchronized int takeGood() {
        int now = good;
        good = 0;
        return now;
    }

    synchronized Optional<Failure> witness(Happening happening) {
        if (happening instanceof Happening.RecipientAnswered answered) {
            busy = true;
            Optional<Failure> failure = recipient(answered);
            counted = failure.isPresent();
            return failure;
        } else if (happening instanceof Happening.AuthenticationFailed failed) {
            busy = true;
            counted = true;
            return Optional.of(authentication(failed));
        } else if (happening instanceof Happening.Authenticated) {
            busy = true;
            authenticated = true;
        } else if (happening instanceof Happening.MessageBegan) {
            busy = true;
        } else if (happening instanceof Happening.DelayBegan) {
            rebuffed = true;
        } else if (happening instanceof Happening.DelayEnded ended && ended.end() == Happening.End.CLIENT_LEFT) {
            return Optional.of(Failure.of(
                    Offence.TARPIT_HANGUP,
                    "left during a wait of " + ended.granted().toSeconds() + " s"));
        } else if (happening instanceof Happening.Misbehaved misbehaved) {
            return Optional.of(misbehaviour(misbehaved.fault()));
        } else if (happening instanceof Happening.Refused refused) {
            return refused(refused.reply());
        } else if (happening instanceof Happening.Ended ended) {
            return ended(ended.cause(), ended.lasted());
        }
        return Optional.empty();
    }

    private Optional<Failure> recipient(Happening.RecipientAnswered answered) {
        Reply reply = answered.reply();
        Mailbox recipient = answered.at().recipient();
        boolean upstreams = answered.source() == Source.UPSTREAM;
        if (answered.at().introduction().authenticated() || recipient.postmaster()) {
            return Optional.empty();
        }
        if (reply.positive() && upstreams) {
            good++;
            return Optional.empty();
        }
        return offence(reply, answered.source()).map(offence -> {
            String codes =
                    reply.code() + reply.enhanced().map(code -> " " + code).orElse("");
            String told = "from=<" + answered.at().sender() + "> to=<" + recipient + "> " + codes;
            return Failure.of(offence, told, lowerCase(recipient.written()), lowerCase(recipient.domain()));
        });
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Optional<Offence> offence(Reply reply, Source source) {
        Optional<EnhancedCode> enhanced = reply.enhanced();
        if (source == Source.SESSION) {
            return Optional.empty();
        } else if (reply.permanent() && enhanced.filter(NO_SUCH_USER::equals).isPresent()) {
            return Optional.of(Offence.UNKNOWN_USER);
        } else if (reply.temporary() && source == Source.POLICY) {
            return Optional.of(Offence.DEFERRED_RECIPIENT);
        }
        boolean relay = source == Source.UPSTREAM
                && reply.permanent()
                && (reply.code() == TRANSACTION_FAILED
                        || enhanced.filter(NOT_ALLOWED::equals).isPresent());
        return relay ? Optional.of(Offence.RELAY) : Optional.empty();
    }

    private static Failure authentication(Happening.AuthenticationFailed failed) {
        String told =
                "AUTH failed" + failed.account().map(name -> " for " + name).orElse("") + " "
                        + failed.reply().code();
        Optional<String> what =
                failed.account().isPresent() && failed.passwordHash().isPresent()
                        ? Optional.of(failed.account().get() + "\0"
                                + failed.passwordHash().getAsInt())
                        : Optional.empty();
        return new Failure(Offence.AUTH_FAILURE, told, what, Optional.empty(), failed.account(), Duration.ZERO);
    }

    private static Failure misbehaviour(Happening.Fault fault) {
        return switch (fault) {
            case TALKED_BEFORE_GREETING -> Failure.of(Offence.EARLY_TALK, "talked before the greeting");
            case PIPELINED_TOO_EARLY -> Failure.of(Offence.PROTOCOL, "did not wait for a reply");
            case NOT_SMTP -> Failure.of(Offence.PROTOCOL, "spoke another protocol");
            case BARE_NEWLINE -> Failure.of(Offence.PROTOCOL, "sent a bare newline");
        };
    }

    private Optional<Failure> refused(Reply reply) {
        boolean known = counted;
        counted = false;
        rebuffed = true;
        return reply.permanent() && !known && !authenticated
                ? Optional.of(Failure.of(Offence.ERROR, reply.toString()))
                : Optional.empty();
    }

    private Optional<Failure> ended(Cause cause, Duration lasted) {
        boolean itsOwnWish = cause == Cause.QUIT || cause == Cause.CLIENT_LEFT;
        return itsOwnWish && !busy && !rebuffed
                ? Optional.of(Failure.after(Offence.CONNECT_AND_LEAVE, lasted))
                : Optional.empty();
    }
}
