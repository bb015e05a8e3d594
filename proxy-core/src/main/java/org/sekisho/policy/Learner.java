package org.sekisho.policy;

/**
 * Watches what happens in sessions and remembers what its defence will need. Called on the event loop of the session: it
 * must not block, and must not throw. It learns whatever the mode of its rule, unless that is off: a rule that only
 * watches must not delay strangers to it on the day it begins to act.
 */
@FunctionalInterface
public interface Learner {
    void learn(Happening happening, Case file);

    Learner NONE = (happening, file) -> {};
}
