package org.sekisho.app.admin;

import java.util.Map;
import org.sekisho.policy.Policy;
import org.sekisho.rules.recipients.RecipientMemory;

/** The rules that hold now; another configuration may put others in their place. */
public interface LiveRules {
    /** The policy that judges sessions. */
    Policy policy();

    /** The same rules on a state that they can read and not change. */
    Policy rehearsal();

    /** By rule, what it answers while the store fails; only those that depend on it. */
    Map<String, String> onStoreFailure();

    /** How an account is known to them, however it is spelled. */
    String account(String written);

    /** The memory that the rule {@code recipients} keeps. */
    RecipientMemory recipients();
}
