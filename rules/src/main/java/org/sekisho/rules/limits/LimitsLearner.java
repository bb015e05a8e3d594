package org.sekisho.rules.limits;

import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.EnhancedCode;
import org.sekisho.smtp.Reply;

/** Charges what is known only when it has happened, and gives back what was taken for mail that is put off (G19). */
final class LimitsLearner implements Learner {
    private static final EnhancedCode NO_SUCH_USER = new EnhancedCode(5, 1, 1);

    private final Counters counters;

    LimitsLearner(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void learn(Happening happening, Case file) {
        if (happening instanceof Happening.RecipientAnswered answered) {
            recipient(answered, file.in(Ledger.SLOT));
        } else if (happening instanceof Happening.MessageEnded ended) {
            message(ended, file.in(Ledger.SLOT));
        } else if (happening instanceof Happening.Refused refused) {
            refused(refused.reply(), file);
        } else if (happening instanceof Happening.Ended) {
            Ledger ledger = file.in(Ledger.SLOT);
            counters.giveBack(ledger.abandoned());
            ledger.endLease();
        }
    }

    private void recipient(Happening.RecipientAnswered answered, Ledger ledger) {
        Reply reply = answered.reply();
        if (unknownUser(reply) && answered.source() != Happening.Source.SESSION) {
            counters.charge(Counted.UNKNOWN_RECIPIENTS, answered.at(), ledger.elsewhere(), 1);
        }
        counters.giveBack(ledger.answered(answered.at().recipient(), reply));
    }

    private void message(Happening.MessageEnded ended, Ledger ledger) {
        if (!ended.reply().temporary()) {
            counters.charge(Counted.BYTES, ended.at(), ledger.elsewhere(), ended.octets());
        }
        counters.giveBack(ledger.ended(ended.reply()));
    }

    /** The session that is told 421 does not count as a connection any more, though its client may take its time to go. */
    private void refused(Reply reply, Case file) {
        Ledger ledger = file.in(Ledger.SLOT);
        if (reply.code() == 421) {
            ledger.endLease();
        }
        if (reply.temporary()
                && ledger.stage().filter(Stage.AtData.class::isInstance).isPresent()) {
            counters.giveBack(ledger.ended(reply));
        }
        if (reply.permanent() && !unknownUser(reply)) {
            Stage stage = ledger.stage().orElseGet(() -> new Stage.AtConnect(file.connection()));
            counters.charge(Counted.ERRORS, stage, ledger.elsewhere(), 1);
        }
    }

    private static boolean unknownUser(Reply reply) {
        return reply.permanent()
                && reply.enhanced().filter(NO_SUCH_USER::equals).isPresent();
    }
}
