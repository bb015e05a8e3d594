package org.sekisho.app.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.sekisho.settings.Network;

/**
 * A keyed pseudonym for everybody: {@code ip-7f3a9c2b41d0}, the same for the same name as long as the key is. Machines of the
 * operator's own stay who they are.
 */
public final class Pseudonyms implements Names {
    /** 48 bits: among 100,000 names under one key, two share a pseudonym with a probability of 1 in 50,000. */
    private static final int OCTETS = 6;
    /** Names of which the pseudonym is remembered: more than those of the sessions that are open at once. */
    private static final int REMEMBERED = 4_096;
    /** Shorter local parts are found by the form of a mailbox only: they are words, too. */
    private static final int SHORTEST_LOCAL_PART = 3;

    private final PseudonymKeys keys;
    private final List<Network> own;
    private final Map<Mention, String> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Mention, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private @Nullable SecretKey rememberedFor;

    /** @param own machines of the operator's, which stay readable */
    public Pseudonyms(PseudonymKeys keys, Collection<Network> own) {
        this.keys = keys;
        this.own = List.copyOf(own);
    }

    @Override
    public String address(String address) {
        return Mention.address(address).map(this::pseudonym).orElseGet(() -> text(address));
    }

    @Override
    public String account(String account) {
        return pseudonym(Mention.account(account));
    }

    @Override
    public String mailbox(String mailbox) {
        return mailbox.isEmpty() ? "" : pseudonym(Mention.of(Kind.MAILBOX, mailbox));
    }

    @Override
    public String text(String text, Persons persons) {
        String told = Mention.replace(text, this::pseudonym);
        Optional<String> account = persons.account().filter(name -> !name.isEmpty());
        if (account.isPresent()) {
            told = replaceWord(told, account.get(), account(account.get()));
        }
        for (String mailbox : persons.mailboxes()) {
            String local = mailbox.substring(0, Math.max(0, mailbox.lastIndexOf('@')));
            if (local.length() >= SHORTEST_LOCAL_PART) {
                told = replaceWord(told, local, mailbox(mailbox));
            }
        }
        return told;
    }

    /** In small letters or not: a name is the same in both. */
    private static String replaceWord(String text, String word, String by) {
        StringBuilder replaced = new StringBuilder();
        int done = 0;
        int end = word.length();
        for (int at = 0; end <= text.length(); at++, end++) {
            if (at >= done
                    && text.regionMatches(true, at, word, 0, word.length())
                    && isBorder(text, at - 1)
                    && isBorder(text, end)) {
                replaced.append(text, done, at).append(by);
                done = end;
            }
        }
        return done == 0 ? text : replaced.append(text, done, text.length()).toString();
    }

    private static boolean isBorder(String text, int at) {
        return at < 0 || at >= text.length() || !(Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-');
    }

    private String pseudonym(Mention mention) {
        boolean address = mention.kind() == Kind.ADDRESS || mention.kind() == Kind.NETWORK;
        if (address && isOwn(Network.parse(mention.name()))) {
            return mention.name();
        }
        SecretKey key = keys.current();
        synchronized (remembered) {
            if (!key.equals(rememberedFor)) {
                remembered.clear();
                rememberedFor = key;
            }
            return remembered.computeIfAbsent(mention, unknown -> pseudonym(key, unknown) + readable(unknown));
        }
    }

    private boolean isOwn(Network network) {
        return own.stream().anyMatch(machine -> machine.contains(network));
    }

    /** Rules and limits go by domains: operators must see them. */
    private static String readable(Mention mention) {
        int at = mention.name().lastIndexOf('@');
        if (mention.kind() != Kind.MAILBOX || at < 0) {
            return "";
        }
        // user@[192.0.2.7] names a machine.
        String domain = mention.name().substring(at);
        return domain.startsWith("@[") ? "" : domain;
    }

    /** Without what stays readable. */
    static String pseudonym(SecretKey key, Mention mention) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(mention.kind().prefix().getBytes(UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(mention.name().getBytes(UTF_8));
            return mention.kind().prefix() + "-" + HexFormat.of().formatHex(hash, 0, OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
