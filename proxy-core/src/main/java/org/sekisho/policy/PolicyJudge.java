package org.sekisho.policy;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Judges sessions by a policy, which may be replaced while they run: a session keeps the policy it came under until its
 * next MAIL. Thread-safe.
 */
public final class PolicyJudge implements Judge {
    private volatile Policy policy;
    private final TrailSink trails;

    public PolicyJudge(Policy policy, TrailSink trails) {
        this.policy = policy;
        this.trails = trails;
    }

    /** Puts another policy in place of the present one. */
    public void replace(Policy other) {
        policy = other;
    }

    @Override
    public Hearing open(Stage.Connection connection) {
        return new ByPolicy(new Case(connection));
    }

    @Override
    public Hearing open(Stage.Connection connection, Executor executor) {
        return new ByPolicy(new Case(connection, executor));
    }

    private final class ByPolicy implements Hearing {
        private final Case file;
        private Policy mine = policy;

        ByPolicy(Case file) {
            this.file = file;
        }

        @Override
        public CompletionStage<Decision> judge(Stage stage) {
            if (stage instanceof Stage.AtMail) {
                mine = policy;
                file.forgetFields();
            }
            return mine.decide(stage, file, this::report);
        }

        private void report(Judgement judgement) {
            if (judgement.trail().notable()) {
                trails.accept(judgement.trail());
            }
        }

        @Override
        public void tell(Happening happening) {
            mine.learn(happening, file);
        }

        @Override
        public Duration longestDelay() {
            return mine.terms().longestDelay();
        }
    }
}
