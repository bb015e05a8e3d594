package org.sekisho.rules.recipients;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.RecipientAnswered;
import org.sekisho.policy.Happening.Source;
import org.sekisho.policy.Learner;
import org.sekisho.smtp.Mailbox;

/**
 * Remembers what the mail server answers to RCPT, and what clients try.
 *
 * <p>Only its answers to strangers count: for those who have logged in it relays to the whole world, and what it tells
 * them about a recipient may be meant for them only.
 */
final class RecipientLearner implements Learner {
    private final RecipientMemory memory;

    RecipientLearner(RecipientMemory memory) {
        this.memory = memory;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof RecipientAnswered answered && ofStranger(answered)) {
            Mailbox recipient = answered.at().recipient();
            RecipientKey key = memory.key(recipient);
            String network = file.connection().network();
            // What the store cannot take is not learnt; it is the store that tells the operator of its trouble.
            if (answered.source() == Source.UPSTREAM) {
                var unused = memory.learn(key, answered.reply(), network);
            }
            if (answered.source() != Source.SESSION && memory.meansUnknown(answered.reply())) {
                var unused = memory.guessed(key, network);
            }
        }
    }

    private static boolean ofStranger(RecipientAnswered answered) {
        return !answered.at().connection().submission()
                && !answered.at().introduction().authenticated()
                && !answered.at().recipient().postmaster();
    }
}
