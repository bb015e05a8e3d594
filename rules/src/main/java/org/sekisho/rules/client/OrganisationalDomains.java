package org.sekisho.rules.client;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList;
import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the domain that an organisation has registered: mail-lf1-f100.google.com is of google.com, mx.example.co.jp of
 * example.co.jp. Reads the public suffix list that its library carries, of the day that docs/dns.md
 * tells; thread-safe.
 */
public final class OrganisationalDomains {
    private final PublicSuffixList list = new PublicSuffixListFactory().build();

    /** The domain, in lower case; empty for a name that is a public suffix itself, and for what is no host's name. */
    public Optional<String> of(String name) {
        return HostName.valid(name)
                ? Optional.ofNullable(list.getRegistrableDomain(name.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
