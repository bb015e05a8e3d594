package org.sekisho.policy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sekisho.policy.Rule.Scope;
import org.sekisho.smtp.Reply;

/** Rules for tests: each finds the same whomever it is asked about. */
final class Rules {
    static final Finding LATER = Finding.refuse(Reply.of(450, "4.7.1", "Later"), "for now");
    static final Finding NEVER = Finding.refuse(Reply.of(550, "5.7.1", "Never"), "for good");
    static final Finding BANNED = Finding.disconnect(Reply.of(521, "5.7.1", "Go away"), "banned");
    static final Finding DROPPED = Finding.drop(Reply.of(554, "5.7.1", "Go away"), "banned");
    static final Finding NOTHING = Finding.pass("nothing against it");

    private Rules() {}

    /** Enforced, for strangers. */
    static Rule<Stage> rule(String name, Finding finding) {
        return rule(name, (stage, inquiry) -> CompletableFuture.completedStage(finding));
    }

    static Rule<Stage> rule(String name, Check<Stage> check) {
        return new Rule<>(
                name,
                Stage.class,
                check,
                Mode.ENFORCE,
                Duration.ofSeconds(20),
                Finding.pass("could not be judged"),
                Scope.STRANGERS,
                false);
    }

    static Finding slow(int seconds) {
        return Finding.slow(Duration.ofSeconds(seconds), "to see whether it waits");
    }

    static <K extends Stage> Rule<K> in(Mode mode, Rule<K> rule) {
        return new Rule<>(
                rule.name(),
                rule.needs(),
                rule.check(),
                mode,
                rule.timeout(),
                rule.onFailure(),
                rule.scope(),
                rule.allows());
    }

    static <K extends Stage> Rule<K> observed(Rule<K> rule) {
        return in(Mode.OBSERVE, rule);
    }

    static <K extends Stage> Rule<K> scoped(Scope scope, Rule<K> rule) {
        return new Rule<>(
                rule.name(),
                rule.needs(),
                rule.check(),
                rule.mode(),
                rule.timeout(),
                rule.onFailure(),
                scope,
                rule.allows());
    }

    /** For everybody, and never held. */
    static <K extends Stage> Rule<K> atOnce(Rule<K> rule) {
        return scoped(Scope.EVERYBODY, rule);
    }

    static Rule<Stage> allow() {
        return allowing(rule("allow", Finding.allow("on the allow list")));
    }

    static <K extends Stage> Rule<K> allowing(Rule<K> rule) {
        return new Rule<>(
                rule.name(),
                rule.needs(),
                rule.check(),
                rule.mode(),
                rule.timeout(),
                rule.onFailure(),
                Scope.EVERYBODY,
                true);
    }

    static <K extends Stage> Rule<K> failing(Rule<K> rule, Finding onFailure, Duration timeout) {
        return new Rule<>(
                rule.name(), rule.needs(), rule.check(), rule.mode(), timeout, onFailure, rule.scope(), rule.allows());
    }
}
