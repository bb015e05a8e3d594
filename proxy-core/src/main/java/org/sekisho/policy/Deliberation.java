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
 * One stage being judged: asks rule after rule and folds what they find. After a finding that came late it goes on on the
 * executor of the case, never on the thread that brought it, which may be a store's or the one that all timers share; only
 * one thread is in it at a time.
 *
 * <p>Nobody waits for a rule that only watches: what it finds after the decision still comes into the trail.
 */
final class Deliberation {
    /**
     * How long the rules that act at one point may take together, so that a session has its decision before it gives up
     * waiting: what has not spoken by then has failed, and is answered for as its operator said.
     */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Finding NOT_FOR_ACCOUNTS = Finding.pass("the client has logged in, or may do so here");
    private static final Finding NOT_FOR_POSTMASTER = Finding.pass("mail to postmaster");
    private static final Finding NO_LONGER = Finding.pass("the rule has been taken away meanwhile");

    private final Policy policy;
    private final Stage stage;
    private final Point point;
    private final Case file;
    private final boolean live;
    private final List<Placed<?>> rules;
    private final Minutes minutes;
    private final List<Case.Held> toHold = new ArrayList<>(0);
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final CompletableFuture<Judgement> judgement = new CompletableFuture<>();

    private int next;
    private final Instant begun;
    /** When the rule before spoke, and so the next one is asked. */
    private Instant asked;

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
        minutes = new Minutes(rules.size());
        begun = policy.clock().instant();
        asked = begun;
    }

    Deliberation begin() {
        proceed();
        return this;
    }

    /** What the client meets; there as soon as the rules that act have spoken. */
    CompletionStage<Decision> decision() {
        return decision;
    }

    /** The decision with its trail; there when all rules have spoken. */
    CompletionStage<Judgement> judgement() {
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
            fail(defect);
        }
    }

    private void fail(RuntimeException defect) {
        over = true;
        decision.completeExceptionally(defect);
        judgement.completeExceptionally(defect);
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
        boolean enforced = mode == Mode.ENFORCE;
        Duration left = left(rule);
        CompletionStage<Finding> answer =
                rule.examine(stage, new Check.Inquiry(file, live && enforced, enforced), left);
        boolean done = answer.toCompletableFuture().isDone();
        if (!done && !enforced && live) {
            watch(placed, mode, answer);
            return true;
        }
        if (done) {
            answer.whenComplete((finding, failure) -> answered(placed, mode, finding, failure, true));
        } else {
            answer.whenCompleteAsync(
                    (finding, failure) -> answered(placed, mode, finding, failure, false), file.executor());
        }
        return done;
    }

    private Duration left(Rule<?> rule) {
        Duration left = LONGEST.minus(Duration.between(begun, asked));
        return left.compareTo(rule.timeout()) < 0 ? left : rule.timeout();
    }

    /** A rule that only watches has time: its finding changes nothing but the trail. */
    private void watch(Placed<?> placed, Mode mode, CompletionStage<Finding> answer) {
        next++;
        int place = minutes.leaveRoom();
        Instant since = asked;
        answer.whenCompleteAsync(
                (answered, failure) -> {
                    Finding finding = answered != null ? answered : failed(placed, failure);
                    Effect effect = finding.acts() ? Effect.WOULD_HAVE_ACTED : Effect.PASSED;
                    if (finding.verdict() == Verdict.ALLOW) {
                        effect = Effect.ALLOWED;
                    } else if (finding.verdict() == Verdict.EXEMPT) {
                        effect = Effect.EXEMPTED;
                    }
                    Duration took = Duration.between(since, policy.clock().instant());
                    minutes.fill(place, entry(placed, mode, effect, finding, took))
                            .ifPresent(Runnable::run);
                },
                file.executor());
    }

    private void answered(
            Placed<?> placed, Mode mode, @Nullable Finding finding, @Nullable Throwable failure, boolean atOnce) {
        try {
            next++;
            take(placed, mode, finding != null ? finding : failed(placed, failure));
        } catch (RuntimeException defect) {
            fail(defect);
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
        if (cause instanceof TimeoutException) {
            return "no answer within " + rule.timeout().toMillis() + " ms";
        }
        return cause.getMessage() != null && !defect(cause) ? cause.getMessage() : cause.toString();
    }

    /** What the language itself throws has no words for operators: there the kind tells most. */
    private static boolean defect(Throwable cause) {
        return cause.getClass().getName().startsWith("java.");
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

    /** Whether the mail is for nobody else: one postmaster among the recipients would open every rule at DATA. */
    private boolean postmaster() {
        if (stage instanceof Stage.AtRcpt at) {
            return at.recipient().postmaster();
        }
        return stage instanceof Stage.AtData at && at.recipients().stream().allMatch(Mailbox::postmaster);
    }

    // Folding

    private void take(Placed<?> placed, Mode mode, Finding finding) {
        Instant now = policy.clock().instant();
        Duration took = Duration.between(asked, now);
        asked = now;
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
            boolean closes = finding.verdict().closes();
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
        minutes.write(
                new Entry(held.rule().name(), held.from(), mode, effect, spared.orElse(held.finding()), Duration.ZERO));
        return effect;
    }

    private void note(Placed<?> placed, Mode mode, Effect effect, Finding finding, Duration took) {
        minutes.write(entry(placed, mode, effect, finding, took));
    }

    private Entry entry(Placed<?> placed, Mode mode, Effect effect, Finding finding, Duration took) {
        if (live) {
            placed.counts().count(effect);
        }
        return new Entry(placed.rule().name(), point, mode, effect, finding, took);
    }

    // Concluding

    private void conclude() {
        if (!over) {
            hearHeld();
        }
        if (point.compareTo(Point.RECIPIENT) < 0) {
            file.hold(point, toHold);
        }
        Duration longest = policy.terms().longestDelay();
        Duration wait = point == Point.DATA ? Duration.ZERO : delay.compareTo(longest) > 0 ? longest : delay;
        Finding against = refusal;
        // Most decisions have nothing to be asked about, and chance is dear.
        String reference =
                against != null || minutes.notable() ? policy.references().next() : "";
        Instant now = policy.clock().instant();
        Decision decided = decision(against, wait, reference);
        decision.complete(decided);
        minutes.close(entries -> judgement.complete(new Judgement(
                        decided,
                        new Trail(
                                reference.isEmpty() && Minutes.notable(entries)
                                        ? policy.references().next()
                                        : reference,
                                now,
                                stage,
                                entries,
                                outcome(against, wait),
                                wait,
                                against == null ? Optional.empty() : against.said()))))
                .ifPresent(Runnable::run);
    }

    private static Trail.Outcome outcome(@Nullable Finding against, Duration wait) {
        if (against == null) {
            return wait.isZero() ? Trail.Outcome.PASSED : Trail.Outcome.DELAYED;
        }
        return against.verdict().closes() ? Trail.Outcome.DISCONNECTED : Trail.Outcome.REFUSED;
    }

    private Decision decision(@Nullable Finding against, Duration wait, String reference) {
        if (against == null) {
            List<String> fields = point == Point.DATA ? file.fields() : List.of();
            return wait.isZero() && fields.isEmpty() ? Decision.PASS : new Decision.Pass(wait, fields);
        }
        if (against.said().isEmpty()) {
            return new Decision.Drop(wait);
        }
        Reply said = against.said().get();
        // A refused login looks like one with a wrong password: a reference would tell them apart (A11).
        Reply reply = point == Point.AUTH && said.code() == 535 ? said : References.in(said, reference);
        return against.verdict() == Verdict.DISCONNECT
                ? new Decision.HangUp(wait, reply)
                : new Decision.Refuse(wait, reply, against.challenge());
    }
}
