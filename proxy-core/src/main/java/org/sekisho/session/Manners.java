package org.sekisho.session;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Happening.Misbehaved;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Verb;

/**
 * Watches whether a client keeps the rules that every mail server keeps, and tells the policy once for each it breaks;
 * counts the 5xx and the idle commands with which a client may go on for so long only.
 */
final class Manners {
    /** NOOP, RSET, VRFY and their like without a message in between; more get 421 (K5). */
    private static final int MOST_JUNK = 100;

    private final Consumer<Happening> judge;
    private final KnownClient client;
    private final Set<Fault> told = EnumSet.noneOf(Fault.class);
    private boolean greeted;
    private int errors;
    private int junk;

    Manners(Consumer<Happening> judge, KnownClient client) {
        this.judge = judge;
        this.client = client;
    }

    void greeted() {
        greeted = true;
    }

    boolean awaitsGreeting() {
        return !greeted;
    }

    /** Octets have come: before the greeting nobody has anything to say (RFC 5321 section 3.1). */
    void octetsCame() {
        if (!greeted) {
            broke(Fault.TALKED_BEFORE_GREETING);
        }
    }

    /** A command has come, and maybe more behind it before it was answered. */
    void command(Command command, boolean moreBehind) {
        if (moreBehind && !mayBeFollowed(command.verb())) {
            broke(Fault.PIPELINED_TOO_EARLY);
        }
    }

    /** RFC 2920 section 3.1: with PIPELINING, and not behind a command that changes what follows. A chunk follows BDAT at once. */
    private boolean mayBeFollowed(Verb verb) {
        return switch (verb) {
            case EHLO, HELO, DATA, AUTH, STARTTLS -> false;
            case BDAT -> true;
            default ->
                client.introduced() && client.extended() && client.offer().has(Extension.PIPELINING);
        };
    }

    /** The client gets this reply. */
    void answered(Reply reply) {
        if (reply.permanent()) {
            errors++;
        }
        if (reply.permanent() || reply.temporary()) {
            judge.accept(new Happening.Refused(reply));
        }
    }

    /** Counts a command that brings no message nearer; false if it is one too many. */
    boolean mayIdleOnceMore() {
        return ++junk <= MOST_JUNK;
    }

    /** Whether the client has had its share of 5xx; the reply that reached the limit was still its own. */
    boolean tooManyErrors() {
        return errors >= client.limits().errors();
    }

    int errors() {
        return errors;
    }

    /** A message has come through: what was said before it does not count any more. */
    void forgive() {
        errors = 0;
        junk = 0;
    }

    void broke(Fault fault) {
        if (told.add(fault)) {
            judge.accept(new Misbehaved(fault));
        }
    }
}
