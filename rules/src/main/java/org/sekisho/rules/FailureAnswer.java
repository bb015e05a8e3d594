package org.sekisho.rules;

import org.sekisho.policy.Finding;
import org.sekisho.smtp.Reply;

/** What a rule answers when what it depends on fails. */
public enum FailureAnswer {
    /** The client passes, as if the rule had nothing against it. */
    PASS,
    /** The client is told to come back: 451 4.3.0. Mail waits for as long as the failure lasts. */
    DEFER,
    /** The rule goes on by what this node alone has learnt meanwhile. Where even that cannot be, the client passes. */
    LOCAL;

    private static final Reply LATER = Reply.of(451, "4.3.0", "Cannot decide about this now, try again later");

    Finding finding(String rule) {
        String because = "the rule " + rule + " could not be judged";
        return this == DEFER ? Finding.refuse(LATER, because) : Finding.pass(because);
    }
}
