package org.sekisho.app.admin;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.pseudonym.PseudonymKeys;
import org.sekisho.app.pseudonym.Revelation;

/**
 * Where it is told whom a pseudonym means: to those who have a token for that, and only when the disk has it that they
 * asked. Thread-safe.
 */
public final class RevealDesk {
    private final RevealToken token;
    private final PseudonymKeys keys;
    private final Supplier<Stream<String>> known;
    private final UnaryOperator<String> accounts;
    private final AuditLog audit;

    /**
     * @param known texts in which those stand whom the proxy remembers
     * @param accounts how accounts are known, however they are spelled
     */
    public RevealDesk(
            RevealToken token,
            PseudonymKeys keys,
            Supplier<Stream<String>> known,
            UnaryOperator<String> accounts,
            AuditLog audit) {
        this.token = token;
        this.keys = keys;
        this.known = known;
        this.accounts = accounts;
        this.audit = audit;
    }

    /** Somebody without the token. */
    static final class NotAuthorized extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAuthorized() {
            super(
                    "revealing needs the token of the file reveal-token, which is another than admin-token; it is in the audit"
                            + " that you asked");
        }
    }

    /**
     * Waits for the disk, and tries all names.
     *
     * @param said the token
     * @throws NotAuthorized if it is another
     * @throws Exception if the audit cannot be written, so that nothing is told
     */
    Revealed reveal(Revealed.Wish wish, String said, String by) throws Exception {
        Revelation revelation = keys.revelation(wish.pseudonym());
        boolean authorized = token.matches(said);
        String what = authorized ? "reveal" : "reveal refused";
        Answers.await(audit.append(new AuditEntry(by, what, revelation.pseudonym(), wish.why())));
        if (!authorized) {
            throw new NotAuthorized();
        }
        try (Stream<String> remembered = known.get()) {
            remembered.forEach(revelation::tryText);
        }
        wish.candidates().forEach(name -> revelation.tryName(name, accounts.apply(name)));
        return new Revealed(revelation.pseudonym(), revelation.meant(), revelation.tried());
    }
}
