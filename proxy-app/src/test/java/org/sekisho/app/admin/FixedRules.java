package org.sekisho.app.admin;

import org.sekisho.policy.Policy;
import org.sekisho.rules.recipients.RecipientMemory;

/** Rules that nothing replaces. */
record FixedRules(Policy policy, RecipientMemory recipients) implements LiveRules {
    @Override
    public Policy rehearsal() {
        return policy;
    }
}
