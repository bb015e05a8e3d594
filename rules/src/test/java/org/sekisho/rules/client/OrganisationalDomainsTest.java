package org.sekisho.rules.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganisationalDomainsTest {
    private static final OrganisationalDomains DOMAINS = new OrganisationalDomains();

    @ParameterizedTest
    @CsvSource({
        "mail-lf1-f100.google.com, google.com",
        "google.com, google.com",
        "MX1.Example.CO.JP, example.co.jp",
        "mail.city.kawasaki.jp, city.kawasaki.jp",
        "a8-54.smtp-out.amazonses.com, amazonses.com",
        "mail.customer.blogspot.com, customer.blogspot.com",
        "mx.xn--85x722f.com.cn, xn--85x722f.com.cn",
        "host.example.test, example.test",
    })
    void findsWhatWasRegistered(String name, String domain) {
        assertThat(DOMAINS.of(name)).contains(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "co.jp", "localhost", "", ".", "a..b", "192.0.2.1", "two words.example.com"})
    void findsNothingInWhatNobodyCanRegister(String name) {
        assertThat(DOMAINS.of(name)).isEmpty();
    }

    /** Another version of the library brings another list. */
    @Test
    void theDocumentsTellTheDayOfTheList() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/effective_tld_names.dat")) {
            String list = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = Pattern.compile("VERSION: (\\d{4}-\\d{2}-\\d{2})").matcher(list);

            assertThat(version.find()).isTrue();
            assertThat(Files.readString(Path.of("../docs/dns.md"))).contains("the list is that of " + version.group(1));
        }
    }
}
