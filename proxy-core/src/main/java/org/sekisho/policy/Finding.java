package org.sekisho.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.smtp.Reply;

/**
 * The answer of a check.
 *
 * @param delay how long the client is to wait, whatever the verdict
 * @param reply what the client is told, unless it is dropped; present if and only if the verdict refuses
 * @param because why, for the operator; never shown to the client
 * @param evidence what it was derived from: inputs, counters, thresholds
 * @param challenge see {@link Decision.Refuse}
 * @param unless what would have led to a pass, such as "it had come back after 20:14:03"
 */
public record Finding(
        Verdict verdict,
        Duration delay,
        Optional<Reply> reply,
        String because,
        List<Evidence> evidence,
        Optional<String> unless,
        Duration challenge) {

    /** One thing that a finding rests on, in words for an operator. Strings of strangers are escaped where they are shown. */
    public record Evidence(String name, String value) {}

    public Finding {
        evidence = List.copyOf(evidence);
        if (verdict.refuses() != reply.isPresent()) {
            throw new IllegalArgumentException("A refusal, and only a refusal, has a reply: " + verdict);
        }
        if ((verdict == Verdict.DEFER && !reply.orElseThrow().temporary())
                || (verdict == Verdict.REJECT && !reply.orElseThrow().permanent())) {
            throw new IllegalArgumentException("DEFER takes a 4xx reply and REJECT a 5xx one, not " + reply);
        }
        if (verdict.closes()
                && !reply.orElseThrow().temporary()
                && !reply.orElseThrow().permanent()) {
            throw new IllegalArgumentException(verdict + " takes a 4xx or 5xx reply, not " + reply);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay is not negative");
        }
    }

    private static Finding of(Verdict verdict, Optional<Reply> reply, String because) {
        return new Finding(verdict, Duration.ZERO, reply, because, List.of(), Optional.empty(), Duration.ZERO);
    }

    public static Finding pass(String because) {
        return of(Verdict.PASS, Optional.empty(), because);
    }

    public static Finding exempt(String because) {
        return of(Verdict.EXEMPT, Optional.empty(), because);
    }

    public static Finding allow(String because) {
        return of(Verdict.ALLOW, Optional.empty(), because);
    }

    /** Let it through, but not at once. */
    public static Finding slow(Duration delay, String because) {
        return pass(because).after(delay);
    }

    /** Refuse: for now or for good, as the reply says. */
    public static Finding refuse(Reply reply, String because) {
        Verdict verdict = reply.temporary() ? Verdict.DEFER : Verdict.REJECT;
        return of(verdict, Optional.of(reply), because);
    }

    public static Finding disconnect(Reply reply, String because) {
        return of(Verdict.DISCONNECT, Optional.of(reply), because);
    }

    /**
     * Close without a word.
     *
     * @param otherwise what is said where the connection has to stay, because other recipients want the client's mail
     */
    public static Finding drop(Reply otherwise, String because) {
        return of(Verdict.DROP, Optional.of(otherwise), because);
    }

    /** The same, after a wait. */
    public Finding after(Duration wait) {
        return new Finding(verdict, wait, reply, because, evidence, unless, challenge);
    }

    /** The same refusal, of which a client with a token gets the challenge after another wait. */
    public Finding challenging(Duration wait) {
        return new Finding(verdict, delay, reply, because, evidence, unless, wait);
    }

    /** The same, with one more thing that it rests on. */
    public Finding with(String name, Object value) {
        List<Evidence> more = new ArrayList<>(evidence);
        more.add(new Evidence(name, value.toString()));
        return new Finding(verdict, delay, reply, because, more, unless, challenge);
    }

    /** The same, with what would have led to a pass. */
    public Finding unless(String condition) {
        return new Finding(verdict, delay, reply, because, evidence, Optional.of(condition), challenge);
    }

    /** The same refusal, but the connection stays: 421 and 521 announce its end, so that their general kin is said. */
    Finding staying() {
        Reply closing = reply.orElseThrow();
        int code = closing.code() == 421 ? 450 : closing.code() == 521 ? 550 : closing.code();
        Reply staying = new Reply(code, closing.lines());
        Verdict kept = staying.temporary() ? Verdict.DEFER : Verdict.REJECT;
        return new Finding(kept, delay, Optional.of(staying), because, evidence, unless, challenge);
    }

    /** What the client is told. */
    Optional<Reply> said() {
        return verdict == Verdict.DROP ? Optional.empty() : reply;
    }

    /** Whether it does anything to the client. */
    public boolean acts() {
        return verdict.refuses() || !delay.isZero();
    }
}
