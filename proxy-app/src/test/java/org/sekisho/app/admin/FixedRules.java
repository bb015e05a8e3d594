package org.sekisho.app.admin;

import java.util.Locale;
import java.util.Map;
import org.sekisho.policy.Policy;
import org.sekisho.rules.recipients.RecipientMemory;

/** Rules that nothing replaces. */
record FixedRules(Policy policy, RecipientMemory recipients) implements LiveRules {
    @Override
    public Policy rehearsal() {
        return policy;
    }

    @Override
    public Map<String, String> onStoreFailure() {
        return Map.of();
    }

    @Override
    public String account(String written) {
        return written.toLowerCase(Locale.ROOT);
    }
}
