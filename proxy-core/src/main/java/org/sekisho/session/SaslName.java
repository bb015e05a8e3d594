package org.sekisho.session;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The names, and nothing else, in the client's first message of an AUTH exchange.
 *
 * @param account whose password or token it is; empty where the message does not tell
 * @param authorizedAs the account to act as, if it is another one (RFC 4422's authorization identity)
 */
record SaslName(Optional<String> account, Optional<String> authorizedAs) {
    static final SaslName HIDDEN = new SaslName(Optional.empty(), Optional.empty());

    private static final char NUL = 0;
    private static final char CONTROL_A = 1;
    private static final int DIGEST_LENGTH = 32;

    static SaslName of(String account, String authorizedAs) {
        Optional<String> other = Optional.of(authorizedAs).filter(name -> !name.equals(account));
        return new SaslName(Optional.of(account), other);
    }

    /** As these accounts are known. */
    SaslName by(AccountNames names) {
        Optional<String> known = account.map(names::of);
        return new SaslName(known, authorizedAs.map(names::of).filter(name -> !known.equals(Optional.of(name))));
    }

    /**
     * Reads the message; empty if it is not what the mechanism says, or could be read in two ways (A12): a mail server that
     * reads it the other way would log in an account that nobody has judged.
     *
     * @param base64 the message as sent; it is left as it is, and every copy made here is overwritten
     */
    static Optional<SaslName> in(String mechanism, byte[] base64) {
        SaslCourse course = SaslCourse.of(mechanism);
        if (course == SaslCourse.HIDDEN) {
            return Optional.of(HIDDEN);
        }
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        try {
            return read(mechanism, course, Octets.of(message));
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private static Optional<SaslName> read(String mechanism, SaslCourse course, Octets message) {
        if (course != SaslCourse.PASSWORD && message.has(NUL)) {
            return Optional.empty();
        }
        return switch (course) {
            case PASSWORD -> plain(message.split(NUL));
            case NAME_THEN_PASSWORD -> alone(message);
            case TOKEN -> mechanism.equals("XOAUTH2") ? xoauth2(message) : oauthBearer(message);
            case RESPONSE -> mechanism.equals("CRAM-MD5") ? cramMd5(message) : DigestResponse.nameIn(message);
            case NAME_THEN_RESPONSE -> scram(message.split(','));
            case HIDDEN -> Optional.of(HIDDEN);
        };
    }

    /** authzid NUL authcid NUL password. */
    private static Optional<SaslName> plain(List<Octets> parts) {
        if (parts.size() != 3) {
            return Optional.empty();
        }
        Octets authorized = parts.get(0).isEmpty() ? parts.get(1) : parts.get(0);
        return both(parts.get(1).name(), authorized.name());
    }

    /** {@code user=NAME^Aauth=Bearer TOKEN^A^A} */
    private static Optional<SaslName> xoauth2(Octets message) {
        List<Octets> fields = message.split(CONTROL_A);
        return complete(fields) ? only("user=", fields).flatMap(SaslName::alone) : Optional.empty();
    }

    /** {@code n,a=NAME,^Ahost=...^Aauth=Bearer TOKEN^A^A}; without {@code a=}, the token alone tells whose it is. */
    private static Optional<SaslName> oauthBearer(Octets message) {
        List<Octets> fields = message.split(CONTROL_A);
        List<Octets> header = fields.get(0).split(',');
        if (!complete(fields)
                || fields.stream().anyMatch(field -> field.startsWithAnyCase("user="))
                || header.size() != 3
                || !unbound(header.get(0))
                || !header.get(2).isEmpty()) {
            return Optional.empty();
        }
        if (header.get(1).isEmpty()) {
            return Optional.of(HIDDEN);
        }
        Optional<String> name = attribute("a=", header.get(1));
        return both(name, name);
    }

    /** Whether all fields have their end, and there is one token. */
    private static boolean complete(List<Octets> fields) {
        return fields.get(fields.size() - 1).isEmpty() && only("auth=", fields).isPresent();
    }

    /** What the field says; empty if there is none, or another that a server might take for it. */
    private static Optional<Octets> only(String key, List<Octets> fields) {
        List<Octets> alike =
                fields.stream().filter(field -> field.startsWithAnyCase(key)).toList();
        return alike.size() == 1 && alike.get(0).startsWith(key)
                ? Optional.of(alike.get(0).after(key.length()))
                : Optional.empty();
    }

    /** The name, a space, and the digest in hexadecimal; names may hold spaces. */
    private static Optional<SaslName> cramMd5(Octets message) {
        int space = message.lastIndexOf(' ');
        return space < 0 || message.length() - space - 1 != DIGEST_LENGTH
                ? Optional.empty()
                : alone(message.before(space));
    }

    /** {@code n,a=AUTHZID,n=NAME,r=NONCE} */
    private static Optional<SaslName> scram(List<Octets> parts) {
        if (parts.size() < 4 || !unbound(parts.get(0)) || !parts.get(3).startsWith("r=")) {
            return Optional.empty();
        }
        Optional<String> account = attribute("n=", parts.get(2));
        return both(account, parts.get(1).isEmpty() ? account : attribute("a=", parts.get(1)));
    }

    /** No binding to a TLS channel, which ends here (A7). */
    private static boolean unbound(Octets flag) {
        return flag.is("n") || flag.is("y");
    }

    private static Optional<String> attribute(String key, Octets part) {
        return part.startsWith(key) ? part.after(key.length()).escapedName() : Optional.empty();
    }

    private static Optional<SaslName> alone(Octets name) {
        return both(name.name(), name.name());
    }

    private static Optional<SaslName> both(Optional<String> account, Optional<String> authorizedAs) {
        return account.flatMap(name -> authorizedAs.map(other -> of(name, other)));
    }
}
