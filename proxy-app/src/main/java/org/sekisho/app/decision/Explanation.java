package org.sekisho.app.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.Names.Persons;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;

/**
 * One decision and how it came about, in words. It is kept and sent as JSON, so components are only ever added. Strings
 * of strangers are as received.
 *
 * @param point where in the session: connect, helo, auth, sender, recipient or data
 * @param outcome passed, delayed, refused or disconnected
 * @param delay how long the client had to wait
 * @param reply what the client was told; empty if it passed
 * @param node which of several proxies decided
 */
public record Explanation(
        String reference,
        Instant time,
        String point,
        String session,
        String listener,
        String client,
        Optional<String> helo,
        Optional<String> account,
        Optional<String> from,
        List<String> recipients,
        String outcome,
        Duration delay,
        Optional<String> reply,
        List<Step> steps,
        Optional<String> node) {

    /**
     * One rule's part in it.
     *
     * @param point where it was asked
     * @param mode observe or enforce
     * @param effect what came of it: passed, exempted, allowed, acted, would have acted, held or spared
     * @param wanted what the rule is for: the reply it gives, the delay it asks for; empty if it has nothing against it
     * @param unless what would have led to a pass
     */
    public record Step(
            String rule,
            String point,
            String mode,
            String effect,
            Optional<String> wanted,
            String because,
            List<Fact> evidence,
            Optional<String> unless,
            Duration took) {
        private Step named(Names names, Persons persons) {
            return new Step(
                    rule,
                    point,
                    mode,
                    effect,
                    wanted.map(text -> names.text(text, persons)),
                    names.text(because, persons),
                    evidence.stream()
                            .map(fact -> new Fact(fact.name(), names.text(fact.value(), persons)))
                            .toList(),
                    unless.map(text -> names.text(text, persons)),
                    took);
        }
    }

    /** One thing that a finding rests on. */
    public record Fact(String name, String value) {}

    /** Tells a trail in words. */
    public static Explanation of(Trail trail) {
        Stage stage = trail.stage();
        Stage.Connection connection = stage.connection();
        Optional<Stage.Introduction> introduction =
                stage instanceof Stage.Introduced known ? Optional.of(known.introduction()) : Optional.empty();
        return new Explanation(
                trail.reference(),
                trail.time(),
                Point.of(stage).key(),
                connection.session(),
                connection.listener(),
                connection.address(),
                introduction.map(Stage.Introduction::helo),
                account(stage, introduction),
                stage instanceof Stage.Sending sending
                        ? Optional.of(sending.sender().toString())
                        : Optional.empty(),
                recipients(stage),
                word(trail.outcome()),
                trail.delay(),
                trail.reply().map(Reply::toString),
                trail.entries().stream().map(Explanation::step).toList(),
                Optional.empty());
    }

    /** The same with everybody called as they are to be called. */
    Explanation named(Names names) {
        Persons persons = new Persons(
                account, Stream.concat(from.stream(), recipients.stream()).toList());
        return new Explanation(
                reference,
                time,
                point,
                session,
                listener,
                names.address(client),
                helo.map(names::text),
                account.map(names::account),
                from.map(names::mailbox),
                recipients.stream().map(names::mailbox).toList(),
                outcome,
                delay,
                reply.map(text -> names.text(text, persons)),
                steps.stream().map(step -> step.named(names, persons)).toList(),
                node);
    }

    /** The same, which that node has told. */
    public Explanation toldBy(String whose) {
        return new Explanation(
                reference,
                time,
                point,
                session,
                listener,
                client,
                helo,
                account,
                from,
                recipients,
                outcome,
                delay,
                reply,
                steps,
                Optional.of(whose));
    }

    private static Optional<String> account(Stage stage, Optional<Stage.Introduction> introduction) {
        return stage instanceof Stage.AtAuth auth ? auth.account() : introduction.flatMap(Stage.Introduction::account);
    }

    private static List<String> recipients(Stage stage) {
        if (stage instanceof Stage.AtRcpt at) {
            return List.of(at.recipient().written());
        }
        return stage instanceof Stage.AtData at
                ? at.recipients().stream().map(Mailbox::written).toList()
                : List.of();
    }

    private static Step step(Trail.Entry entry) {
        Finding finding = entry.finding();
        return new Step(
                entry.rule(),
                entry.from().key(),
                entry.mode().key(),
                word(entry.effect()),
                wanted(finding),
                finding.because(),
                finding.evidence().stream()
                        .map(fact -> new Fact(fact.name(), fact.value()))
                        .toList(),
                finding.unless(),
                entry.took());
    }

    private static Optional<String> wanted(Finding finding) {
        Optional<String> delay = finding.delay().isZero()
                ? Optional.empty()
                : Optional.of("wait " + finding.delay().toMillis() / 1_000.0 + " s");
        Optional<String> reply = finding.reply().map(Reply::toString);
        return delay.map(wait -> reply.map(text -> wait + ", then " + text).orElse(wait))
                .or(() -> reply);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
