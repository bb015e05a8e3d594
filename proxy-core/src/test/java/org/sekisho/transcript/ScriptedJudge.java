package org.sekisho.transcript;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Hearing;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Lets everything through but what the transcript says otherwise, each time once. */
final class ScriptedJudge implements Hearing {
    private static final Pattern LINE = Pattern.compile("at (\\w+): (.+)");
    private static final Pattern DECISION = Pattern.compile(
            "(?:challenge after (?<challenge>\\w+), )?(?:wait (?<delay>\\w+), )?(pass(?: with (?<field>.+))?|refuse with (?<no>\\d{3}) (?<reason>.+)|hang up with (?<last>\\d{3}) (?<farewell>.+)|drop)");
    private static final String OPEN = "no answer yet";
    private static final String NOW = "now: ";

    private final Map<String, Deque<String>> next = new HashMap<>();
    private final Deque<CompletableFuture<Decision>> open = new ArrayDeque<>();
    /** What happened, in the words of a transcript. */
    final Deque<String> told = new ArrayDeque<>();

    void take(String line) {
        Matcher at = LINE.matcher(line);
        if (line.startsWith(NOW)) {
            open.remove().complete(decision(line.substring(NOW.length())));
        } else if (at.matches()) {
            next.computeIfAbsent(at.group(1), stage -> new ArrayDeque<>()).add(at.group(2));
        } else {
            throw new IllegalArgumentException("Not a line for the policy: " + line);
        }
    }

    @Override
    public CompletionStage<Decision> judge(Stage stage) {
        return decide(stage.getClass().getSimpleName().substring("At".length()).toUpperCase(Locale.ROOT));
    }

    /** The next decision at this place. */
    CompletionStage<Decision> decide(String name) {
        Deque<String> decisions = next.getOrDefault(name, new ArrayDeque<>());
        if (decisions.isEmpty()) {
            return CompletableFuture.completedFuture(Decision.PASS);
        }
        String decision = decisions.remove();
        if (decision.equals(OPEN)) {
            CompletableFuture<Decision> later = new CompletableFuture<>();
            open.add(later);
            return later;
        }
        return CompletableFuture.completedFuture(decision(decision));
    }

    @Override
    public void tell(Happening happening) {
        told.add(words(happening));
    }

    private static String words(Happening happening) {
        if (happening instanceof Happening.DelayBegan began) {
            return "delay began " + began.granted().toSeconds() + "s";
        } else if (happening instanceof Happening.DelayEnded ended) {
            return "delay ended " + ended.end();
        } else if (happening instanceof Happening.RecipientAnswered answered) {
            return answered.at().recipient() + " " + answered.reply().code() + " from " + answered.source();
        } else if (happening instanceof Happening.MessageBegan) {
            return "message began";
        } else if (happening instanceof Happening.MessageEnded ended) {
            return "message ended " + ended.reply().code() + ", " + ended.octets() + " octets";
        } else if (happening instanceof Happening.Authenticated in) {
            return "authenticated " + credentials(in.account(), in.passwordHash());
        } else if (happening instanceof Happening.AuthenticationFailed failed) {
            return "authentication failed " + credentials(failed.account(), failed.passwordHash()) + ", "
                    + failed.reply().code()
                    + failed.took()
                            .filter(took -> took.compareTo(Duration.ZERO) > 0)
                            .map(took -> " after " + took.toSeconds() + "s")
                            .orElse("")
                    + failed.challenged()
                            .map(before -> ", challenged after " + before.toSeconds() + "s")
                            .orElse("");
        } else if (happening instanceof Happening.Refused refused) {
            return "refused " + refused.reply().code();
        } else if (happening instanceof Happening.Misbehaved misbehaved) {
            return "misbehaved " + misbehaved.fault();
        } else if (happening instanceof Happening.Ended ended) {
            return "ended " + ended.cause();
        }
        throw new IllegalArgumentException("No words for " + happening);
    }

    private static String credentials(Optional<String> account, OptionalInt passwordHash) {
        return account.orElse("(hidden)")
                + (passwordHash.isPresent() ? ", a password of " + passwordHash.getAsInt() : ", no password");
    }

    private static Decision decision(String text) {
        Matcher parts = DECISION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a decision: " + text);
        }
        Duration delay = parts.group("delay") == null ? Duration.ZERO : duration(parts.group("delay"));
        if (parts.group("no") != null) {
            Reply reply = Reply.of(Integer.parseInt(parts.group("no")), parts.group("reason"));
            String challenge = parts.group("challenge");
            return challenge == null
                    ? new Decision.Refuse(delay, reply)
                    : new Decision.Refuse(delay, reply, duration(challenge));
        }
        if (parts.group("last") != null) {
            return new Decision.HangUp(delay, Reply.of(Integer.parseInt(parts.group("last")), parts.group("farewell")));
        }
        if (text.endsWith("drop")) {
            return new Decision.Drop(delay);
        }
        String field = parts.group("field");
        return new Decision.Pass(delay, field == null ? List.of() : List.of(field));
    }

    /** Such as {@code 10s} or {@code 5m}. */
    static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
