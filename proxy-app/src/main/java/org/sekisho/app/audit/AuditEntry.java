package org.sekisho.app.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.app.pseudonym.Names.Persons;
import org.sekisho.rules.jail.Ban;

/**
 * Something that was done.
 *
 * @param by {@value #PROGRAM}, or the operator
 * @param what in a word or two: {@code ban}, {@code allow add}, {@code reload}
 * @param subject whom or what it was done to
 * @param why what it was done for
 * @param evidence what had been seen; may be empty
 * @param account which is not written, but may stand in the words of {@code why}
 */
public record AuditEntry(
        String by, String what, String subject, String why, List<String> evidence, Optional<String> account) {
    /** Whoever the program does by itself. */
    public static final String PROGRAM = "sekisho";

    /** What the list of bans says where others have the operator. */
    private static final Set<String> ENDED_BY_NOBODY_HERE = Set.of("expired", "another node");

    public AuditEntry {
        evidence = List.copyOf(evidence);
    }

    public AuditEntry(String by, String what, String subject, String why, List<String> evidence) {
        this(by, what, subject, why, evidence, Optional.empty());
    }

    public AuditEntry(String by, String what, String subject, String why) {
        this(by, what, subject, why, List.of());
    }

    /** The same, which is about this account. */
    public AuditEntry about(String whose) {
        return new AuditEntry(by, what, subject, why, evidence, Optional.of(whose));
    }

    /** The same with everybody called as they are to be called, but for who did it. */
    AuditEntry named(Names names) {
        Persons persons = new Persons(account, List.of());
        return new AuditEntry(
                by,
                what,
                names.text(subject),
                names.text(why, persons),
                evidence.stream().map(names::text).toList());
    }

    static AuditEntry banned(Ban ban) {
        String until = ban.until().map(end -> "until " + end).orElse("for ever");
        String why = "jail " + ban.jail() + ", " + ban.failures() + " failures, banned " + ban.times()
                + " times before, " + until + ", response " + ban.response();
        return new AuditEntry(ban.by(), "ban", ban.subject().toString(), why, ban.evidence());
    }

    /** @param why it ended, or who ended it */
    static AuditEntry unbanned(Ban ban, String why) {
        String subject = ban.subject().toString();
        return ENDED_BY_NOBODY_HERE.contains(why)
                ? new AuditEntry(PROGRAM, "unban", subject, "jail " + ban.jail() + ", " + why)
                : new AuditEntry(why, "unban", subject, "jail " + ban.jail());
    }

    static AuditEntry spared(Ban ban, String because) {
        return new AuditEntry(
                PROGRAM, "spared", ban.subject().toString(), "jail " + ban.jail() + ", " + because, ban.evidence());
    }
}
