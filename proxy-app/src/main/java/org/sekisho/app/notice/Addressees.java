package org.sekisho.app.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.rules.incident.NoticeSettings;

/** Tells where the owner of an account is written to. */
final class Addressees {
    private Addressees() {}

    /**
     * What the operator's file says, which is read each time; else the account's own address.
     *
     * @return empty if the account is no address and has none
     * @throws IOException if the file cannot be read, in words
     */
    static Optional<String> of(String account, NoticeSettings settings) throws IOException {
        if (settings.addresses().isPresent()) {
            Optional<String> elsewhere = in(settings.addresses().get(), account);
            if (elsewhere.isPresent()) {
                return elsewhere;
            }
        }
        return account.contains("@") ? Optional.of(account) : settings.domain().map(domain -> account + "@" + domain);
    }

    /** The colon that counts is the last one: an account may have others, an address has none. */
    private static Optional<String> in(Path file, String account) throws IOException {
        return NoticeFiles.read(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .filter(line -> line.lastIndexOf(':') > 0)
                .filter(line -> line.substring(0, line.lastIndexOf(':'))
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(account))
                .map(line -> line.substring(line.lastIndexOf(':') + 1).strip())
                .findFirst();
    }
}
