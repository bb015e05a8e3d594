package org.sekisho.rules;

import org.sekisho.policy.Check;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Stage;

/**
 * A defence ready to work: what it asks, and what it learns.
 *
 * @param needs what its check must know; one that can be asked at several points names what the first of them knows
 * @param learner {@link Learner#NONE} for a defence that remembers nothing
 */
public record Defence<K extends Stage>(Class<K> needs, Check<K> check, Learner learner) {

    public static <K extends Stage> Defence<K> of(Class<K> needs, Check<K> check) {
        return new Defence<>(needs, check, Learner.NONE);
    }
}
