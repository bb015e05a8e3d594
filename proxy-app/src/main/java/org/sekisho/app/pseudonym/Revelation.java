package org.sekisho.app.pseudonym;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.SecretKey;
import org.sekisho.settings.Network;

/**
 * Whom a pseudonym means. A hash has no way back, and nobody keeps a list of who was called what: names that may be meant are
 * hashed with every key that is still there, and compared. For one thread.
 */
public final class Revelation {
    /** Names that are tried for one pseudonym: all addresses of a /12, which takes seconds for each key. */
    public static final int MOST_TRIED = 1 << 20;

    private final Kind kind;
    private final String pseudonym;
    private final List<SecretKey> keys;
    private final Set<String> meant = new LinkedHashSet<>();
    private int tried;

    private Revelation(Kind kind, String pseudonym, List<SecretKey> keys) {
        this.kind = kind;
        this.pseudonym = pseudonym;
        this.keys = keys;
    }

    /** @param written as it stands in a log, with or without the domain of a mailbox */
    static Revelation of(String written, List<SecretKey> keys) {
        String pseudonym = written.strip().toLowerCase(Locale.ROOT).replaceFirst("@.*", "");
        Kind kind = Kind.of(pseudonym)
                .filter(found -> pseudonym.substring(found.prefix().length()).matches("-[0-9a-f]{12}"))
                .orElseThrow(() -> new IllegalArgumentException("'" + written
                        + "' is not a pseudonym, such as ip-7f3a9c2b41d0 or mbox-0c1d2e3f4a5b@example.org"));
        return new Revelation(kind, pseudonym, keys);
    }

    /** Without the domain of a mailbox. */
    public String pseudonym() {
        return pseudonym;
    }

    /**
     * Tries a name as what the pseudonym stands for; for that of an address, all addresses of a network.
     *
     * @param account how the account of that name is known, if it is one
     */
    public void tryName(String name, String account) {
        if (kind != Kind.ADDRESS && kind != Kind.NETWORK) {
            tryNext(Mention.of(kind, name));
            if (!account.equalsIgnoreCase(name)) {
                tryNext(Mention.of(kind, account));
            }
            return;
        }
        Mention.address(name).ifPresent(named -> {
            if (kind == Kind.NETWORK) {
                tryNext(new Mention(kind, named.name()));
            } else {
                tryAll(Network.parse(named.name()));
            }
        });
    }

    /** Tries everybody whom a text names. */
    public void tryText(String text) {
        Mention.in(text).stream().filter(mention -> mention.kind() == kind).forEach(this::compare);
    }

    private void tryAll(Network network) {
        BigInteger last = new BigInteger(1, network.last().getAddress());
        int octets = network.octets().length;
        for (BigInteger next = new BigInteger(1, network.octets());
                next.compareTo(last) <= 0;
                next = next.add(BigInteger.ONE)) {
            tryNext(new Mention(Kind.ADDRESS, Network.text(address(next, octets))));
        }
    }

    private static InetAddress address(BigInteger number, int octets) {
        byte[] digits = number.toByteArray();
        byte[] address = new byte[octets];
        // A sign may stand before the digits, and zeros may be missing.
        int count = Math.min(digits.length, octets);
        System.arraycopy(digits, digits.length - count, address, octets - count, count);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address, not " + Arrays.toString(address), e);
        }
    }

    private void tryNext(Mention mention) {
        if (tried >= MOST_TRIED) {
            throw new IllegalArgumentException("more than " + MOST_TRIED + " names would have to be tried; name fewer");
        }
        compare(mention);
    }

    private void compare(Mention mention) {
        tried++;
        for (SecretKey key : keys) {
            if (Pseudonyms.pseudonym(key, mention).equals(pseudonym)) {
                meant.add(mention.name());
            }
        }
    }

    /** How many names were tried. */
    public int tried() {
        return tried;
    }

    /** Those that are called so: hardly ever more than one. */
    public List<String> meant() {
        return List.copyOf(meant);
    }
}
