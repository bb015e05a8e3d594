package org.sekisho.app.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sekisho.rules.incident.NoticeSettings;

/** Tells where the owner of an account is written to. */
final class Addressees {
    private Addressees() {}

    /**
     * What the operator's file says, which is read each time; else the account's own address.
     *
     * @param names how accounts are known, however the file spells them
     * @return empty if the account is no address and has none
     * @throws IOException if the file cannot be read, in words
     */
    static Optional<String> of(String account, NoticeSettings settings, UnaryOperator<String> names)
            throws IOException {
        if (settings.addresses().isPresent()) {
            Optional<String> elsewhere = in(settings.addresses().get(), account, names);
            if (elsewhere.isPresent()) {
                return elsewhere;
            }
        }
        return account.contains("@") ? Optional.of(account) : settings.domain().map(domain -> account + "@" + domain);
    }

    /** The colon that counts is the last one: an account may have others, an address has none. */
    private static Optional<String> in(Path file, String account, UnaryOperator<String> names) throws IOException {
        // An incident may be older than the realm that its account has now.
        String known = names.apply(account);
        return NoticeFiles.read(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .filter(line -> line.lastIndexOf(':') > 0)
                .filter(line -> names.apply(
                                line.substring(0, line.lastIndexOf(':')).strip())
                        .equals(known))
                .map(line -> line.substring(line.lastIndexOf(':') + 1).strip())
                .findFirst();
    }
}
