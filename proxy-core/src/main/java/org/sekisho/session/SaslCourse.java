package org.sekisho.session;

import java.util.List;
import java.util.Locale;

/** In which of its messages a client says who it is, and in which it proves it: what the mechanisms differ in. */
public enum SaslCourse {
    /** PLAIN (RFC 4616): all in the first message. */
    PASSWORD(1),
    /** LOGIN: to prompts that are always the same, the name and then the password. */
    NAME_THEN_PASSWORD(2),
    /** XOAUTH2, OAUTHBEARER (RFC 7628): all in the first message, and a refusal is told in two steps. */
    TOKEN(1),
    /** CRAM-MD5 (RFC 2195), DIGEST-MD5 (RFC 2831): both in the response to the server's challenge. */
    RESPONSE(1),
    /** SCRAM (RFC 5802): the name first, the proof in the response to the server's challenge. */
    NAME_THEN_RESPONSE(2),
    /** Any other: what the messages say is not known. */
    HIDDEN(0);

    private final int proof;

    SaslCourse(int proof) {
        this.proof = proof;
    }

    static SaslCourse of(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> PASSWORD;
            case "LOGIN" -> NAME_THEN_PASSWORD;
            case "XOAUTH2", "OAUTHBEARER" -> TOKEN;
            case "CRAM-MD5", "DIGEST-MD5" -> RESPONSE;
            default -> mechanism.startsWith("SCRAM-") ? NAME_THEN_RESPONSE : HIDDEN;
        };
    }

    /** Whether we take all of the client's messages before an upstream has to be there. */
    boolean oneSided() {
        return this == PASSWORD || this == NAME_THEN_PASSWORD || this == TOKEN;
    }

    /** Whether the server has the first word. */
    boolean beginsWithChallenge() {
        return this == RESPONSE;
    }

    /** The number of the client's message that would log it in, counted from 1; 0 if that is not known. */
    int proof() {
        return proof;
    }

    /** Those that work through a program that ends TLS (A7): none that binds to the channel or wraps it. */
    public static List<String> relayed(List<String> mechanisms) {
        return mechanisms.stream()
                .map(mechanism -> mechanism.toUpperCase(Locale.ROOT))
                .filter(mechanism -> !mechanism.endsWith("-PLUS")
                        && !mechanism.startsWith("GSS")
                        && !mechanism.startsWith("KERBEROS")
                        && !mechanism.equals("EXTERNAL"))
                .toList();
    }

    /** Whether logins by the mechanism tell the account. */
    public static boolean tellsAccount(String mechanism) {
        return of(mechanism.toUpperCase(Locale.ROOT)) != HIDDEN;
    }
}
