package org.sekisho.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekisho.policy.Policy.Placed;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.policy.Trail.Entry;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/**
 * One stage being judged: asks rule after rule and folds what they find. It goes on by itself on the thread that brought
 * the last finding; only one thread is in it at a time.
 */
final class Deliberation {
    private static final Finding NOT_FOR_ACCOUNTS = Finding.pass("the client has logged in, or may do so here");
    private static final Finding NOT_FOR_POSTMASTER = Finding.pass("mail to postmaster");
    private static final Finding NO_LONGER = Finding.pass("the rule has been taken away meanwhile");

    private final Policy policy;
    private final Stage stage;
    private final Point point;
    private final Case file;
    private final boolean live;
    private final List<Placed<?>> rules;
    private final List<Entry> entries;
    private final List<Case.Held> toHold = new ArrayList<>(0);
    private final CompletableFuture<Judgement> judgement = new CompletableFuture<>();

    private int next;
    private Instant asked = Instant.EPOCH;
    private boolean heldHeard;
    private boolean over;
    private Duration delay = Duration.ZERO;
    private @Nullable Finding refusal;

    /**
     * @param live false to explain what would be decided
     */
    Deliberation(Policy policy, Stage stage, Case file, boolean live) {
        this.policy = policy;
        this.stage = stage;
        this.file = file;
        this.live = live;
        point = Point.of(stage);
        rules = policy.rules(point);
        entries = new ArrayList<>(rules.size());
    }

    CompletionStage<Judgement> begin() {
        proceed();
        return judgement;
    }

    // Asking

    private void proceed() {
        try {
            while (!over && next < rules.size()) {
                Placed<?> placed = rules.get(next);
                if (!placed.rule().allows()) {
                    hearHeld();
                }
                if (!over && !ask(placed)) {
                    return;
                }
            }
            conclude();
        } catch (RuntimeException defect) {
            judgement.completeExceptionally(defect);
        }
    }

    /** Whether the answer is there already; otherwise it calls back. */
    private boolean ask(Placed<?> placed) {
        Rule<?> rule = placed.rule();
        Mode mode = mode(rule);
        Optional<Finding> spared = spared(rule);
        if (mode == Mode.OFF) {
            next++;
            return true;
        }
        if (spared.isPresent()) {
            next++;
            note(placed, mode, Effect.SPARED, spared.get(), Duration.ZERO);
            return true;
        }
        asked = policy.clock().instant();
        boolean enforced = mode == Mode.ENFORCE;
        CompletionStage<Finding> answer = rule.examine(stage, new Check.Inquiry(file, live && enforced, enforced));
        boolean done = answer.toCompletableFuture().isDone();
        answer.whenComplete((finding, failure) -> answered(placed, mode, finding, failure, done));
        return done;
    }

    private void answered(
            Placed<?> placed, Mode mode, @Nullable Finding finding, @Nullable Throwable failure, boolean atOnce) {
        try {
            next++;
            take(placed, mode, finding != null ? finding : failed(placed, failure));
        } catch (RuntimeException defect) {
            over = true;
            judgement.completeExceptionally(defect);
        }
        if (!atOnce) {
            proceed();
        }
    }

    private Finding failed(Placed<?> placed, @Nullable Throwable failure) {
        if (live) {
            placed.counts().failed();
        }
        return placed.rule().onFailure().with("failure", inWords(placed.rule(), failure));
    }

    private static String inWords(Rule<?> rule, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            return "the check found nothing at all";
        }
        return cause instanceof TimeoutException
                ? "no answer within " + rule.timeout().toMillis() + " ms"
                : cause.toString();
    }

    private Mode mode(Rule<?> rule) {
        if (stage instanceof Stage.AtRcpt at) {
            return policy.wishes().mode(rule, at.recipient());
        } else if (stage instanceof Stage.AtData at) {
            return policy.wishes().mode(rule, at.recipients());
        }
        return policy.farthest(rule);
    }

    private Optional<Finding> spared(Rule<?> rule) {
        boolean account =
                stage instanceof Stage.Introduced known && known.introduction().authenticated();
        if (!rule.scope().accounts() && (account || stage.connection().submission())) {
            return Optional.of(NOT_FOR_ACCOUNTS);
        }
        if (!rule.scope().postmaster() && postmaster()) {
            return Optional.of(NOT_FOR_POSTMASTER);
        }
        return Optional.empty();
    }

    private boolean postmaster() {
        if (stage instanceof Stage.AtRcpt at) {
            return at.recipient().postmaster();
        }
        return stage instanceof Stage.AtData at && at.recipients().stream().anyMatch(Mailbox::postmaster);
    }

    // Folding

    private void take(Placed<?> placed, Mode mode, Finding finding) {
        Duration took = Duration.between(asked, policy.clock().instant());
        if (finding.verdict() == Verdict.ALLOW || finding.verdict() == Verdict.EXEMPT) {
            boolean allow = finding.verdict() == Verdict.ALLOW;
            note(placed, mode, allow ? Effect.ALLOWED : Effect.EXEMPTED, finding, took);
            if (mode == Mode.ENFORCE) {
                over = true;
                heldHeard |= allow;
            }
        } else {
            note(placed, mode, effect(placed.rule(), mode, finding), finding, took);
        }
    }

    private Effect effect(Rule<?> rule, Mode mode, Finding finding) {
        if (!finding.acts()) {
            return Effect.PASSED;
        }
        if (mode == Mode.OBSERVE) {
            return Effect.WOULD_HAVE_ACTED;
        }
        if (held(rule, finding)) {
            toHold.add(new Case.Held(rule, point, finding));
            return Effect.HELD;
        }
        act(rule, finding);
        return Effect.ACTED;
    }

    /** Whether it waits for RCPT. */
    private boolean held(Rule<?> rule, Finding finding) {
        if (point == Point.RECIPIENT || point == Point.DATA || point == Point.AUTH) {
            return false;
        }
        if (finding.verdict().refuses() && rule.scope().atOnce()) {
            return false;
        }
        boolean refusal = finding.verdict() == Verdict.DEFER || finding.verdict() == Verdict.REJECT;
        return policy.contested(rule) || (refusal && policy.terms().holdRefusals());
    }

    private void act(Rule<?> rule, Finding finding) {
        delay = finding.delay().compareTo(delay) > 0 ? finding.delay() : delay;
        if (finding.verdict().refuses()) {
            boolean closes = finding.verdict() == Verdict.DISCONNECT;
            refusal = closes && point == Point.RECIPIENT && policy.contested(rule) ? finding.staying() : finding;
            over = true;
        }
    }

    /** What earlier stages have against this client is judged again, for this recipient. */
    private void hearHeld() {
        if (heldHeard || point != Point.RECIPIENT) {
            return;
        }
        heldHeard = true;
        List<Case.Held> waited = new ArrayList<>(0);
        for (Case.Held held : file.held()) {
            if (!over && hear(held) == Effect.ACTED && !over) {
                waited.add(held);
            }
        }
        file.release(waited);
    }

    /** A refusal holds for every recipient; a delay is over when it has been waited for. */
    private Effect hear(Case.Held held) {
        Optional<Rule<?>> present = policy.present(held.rule());
        Mode mode = present.map(this::mode).orElse(Mode.OFF);
        Optional<Finding> spared = present.isPresent() ? spared(held.rule()) : Optional.of(NO_LONGER);
        Effect effect = Effect.ACTED;
        if (mode == Mode.OFF || spared.isPresent()) {
            effect = Effect.SPARED;
        } else if (mode == Mode.OBSERVE) {
            effect = Effect.WOULD_HAVE_ACTED;
        } else {
            act(held.rule(), held.finding());
        }
        entries.add(
                new Entry(held.rule().name(), held.from(), mode, effect, spared.orElse(held.finding()), Duration.ZERO));
        return effect;
    }

    private void note(Placed<?> placed, Mode mode, Effect effect, Finding finding, Duration took) {
        if (live) {
            placed.counts().count(effect);
        }
        entries.add(new Entry(placed.rule().name(), point, mode, effect, finding, took));
    }

    // Concluding

    private void conclude() {
        if (!over) {
            hearHeld();
        }
        if (point.compareTo(Point.RECIPIENT) < 0) {
            file.hold(point, toHold);
        }
        judgement.complete(judgement());
    }

    private Judgement judgement() {
        Duration longest = policy.terms().longestDelay();
        Duration wait = point == Point.DATA ? Duration.ZERO : delay.compareTo(longest) > 0 ? longest : delay;
        Finding against = refusal;
        Trail.Outcome outcome = outcome(against, wait);
        Trail trail = new Trail(
                policy.references().next(),
                policy.clock().instant(),
                stage,
                entries,
                outcome,
                wait,
                against == null ? Optional.empty() : against.reply());
        return new Judgement(decision(against, wait, trail), trail);
    }

    private static Trail.Outcome outcome(@Nullable Finding against, Duration wait) {
        if (against == null) {
            return wait.isZero() ? Trail.Outcome.PASSED : Trail.Outcome.DELAYED;
        }
        return against.verdict() == Verdict.DISCONNECT ? Trail.Outcome.DISCONNECTED : Trail.Outcome.REFUSED;
    }

    private static Decision decision(@Nullable Finding against, Duration wait, Trail trail) {
        if (against == null) {
            return wait.isZero() ? Decision.PASS : new Decision.Pass(wait);
        }
        Reply reply = withReference(against.reply().orElseThrow(), trail.reference());
        return against.verdict() == Verdict.DISCONNECT
                ? new Decision.HangUp(wait, reply)
                : new Decision.Refuse(wait, reply);
    }

    /** The reference stands at the end of the last line, where a bounce shows it. */
    private static Reply withReference(Reply reply, String reference) {
        List<String> lines = new ArrayList<>(reply.lines());
        int last = lines.size() - 1;
        lines.set(last, lines.get(last) + " (ref " + reference + ")");
        return new Reply(reply.code(), lines);
    }
}
