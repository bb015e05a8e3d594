package org.sekisho.app.audit;

import java.util.List;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.rules.jail.Ban;

/**
 * Something that was done.
 *
 * @param by {@value #PROGRAM}, or the operator
 * @param what in a word or two: {@code ban}, {@code allow add}, {@code reload}
 * @param subject whom or what it was done to
 * @param why what it was done for
 * @param evidence what had been seen; may be empty
 */
public record AuditEntry(String by, String what, String subject, String why, List<String> evidence) {
    /** Whoever the program does by itself. */
    public static final String PROGRAM = "sekisho";

    public AuditEntry {
        evidence = List.copyOf(evidence);
    }

    public AuditEntry(String by, String what, String subject, String why) {
        this(by, what, subject, why, List.of());
    }

    /** The same with everybody called as they are to be called, but for who did it. */
    AuditEntry named(Names names) {
        return new AuditEntry(
                by,
                what,
                names.text(subject),
                names.text(why),
                evidence.stream().map(names::text).toList());
    }

    static AuditEntry banned(Ban ban) {
        String until = ban.until().map(end -> "until " + end).orElse("for ever");
        String why = "jail " + ban.jail() + ", " + ban.failures() + " failures, banned " + ban.times()
                + " times before, " + until + ", response " + ban.response();
        return new AuditEntry(ban.by(), "ban", ban.subject().toString(), why, ban.evidence());
    }

    static AuditEntry unbanned(Ban ban, String why) {
        return new AuditEntry(PROGRAM, "unban", ban.subject().toString(), "jail " + ban.jail() + ", " + why);
    }
}
