package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** A client that guesses names, and one that opens many connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarvesterIT {
    /** Postfix's own limits would end the sessions before ours are seen. */
    private static final String PATIENT_POSTFIX = """
            smtpd_soft_error_limit = 1000
            smtpd_hard_error_limit = 2000
            smtpd_client_connection_count_limit = 0
            """;

    private static final String MEMORY_ONLY = """
            limits: {errors: 1000}
            rules:
              profile: observe
              set: {recipients: {mode: enforce, refresh: 0}}
            """;
    private static final String LIMITED = """
            limits: {errors: 1000}
            rules:
              profile: observe
              set:
                recipients: {mode: enforce, refresh: 0}
                limits: {mode: enforce, rates: {connections-per-address: 5/1h, unknown-recipients-per-address: 30/1h}}
            """;

    private static final Pattern GUESSED = Pattern.compile("reject: RCPT .*to=<(guess\\d+@example.com)>");

    private final RealPostfix postfix = RealPostfix.usual(PATIENT_POSTFIX);

    @AfterAll
    void stop() {
        postfix.close();
    }

    /** Capability 0.2, 0.10: whoever asks, and however often, Postfix hears each name once. */
    @Test
    void costsPostfixOneLookupANameWhateverItsAddress() {
        try (Site site = new Site(postfix, MEMORY_ONLY)) {
            for (int round = 0; round < 3; round++) {
                assertThat(guess(site, site.bot(100 + round), 1_000, 200))
                        .as("answers")
                        .hasSize(200);
            }
            postfix.awaitSettled();
            assertThat(lookups("guess1"))
                    .hasSize(200)
                    .allSatisfy((name, times) -> assertThat(times).as(name).isOne());
        }
    }

    /** Capability 0.10, 4.10: who guesses too much is stopped, and Postfix hears no more than that. */
    @Test
    void stopsAtItsLimit() {
        try (Site site = new Site(postfix, LIMITED)) {
            List<String> answers = guess(site, Site.BOT, 5_000, 200);

            assertThat(answers.get(answers.size() - 1)).matches("4[25][0-9] 4\\.7\\..* \\(ref \\w{8}\\)");
            postfix.awaitSettled();
            assertThat(lookups("guess5")).hasSizeBetween(25, 31);
            assertThat(guess(site, Site.MAIL_SERVER, 5_000, 1)).allMatch(answer -> answer.startsWith("550 5.1.1 "));
        }
    }

    /** Capability 4.10: an address that opens many connections is refused; others are served. */
    @Test
    void refusesTheConnectionsOfAnAddressThatOpensTooMany() {
        try (Site site = new Site(postfix, LIMITED)) {
            String flooder = site.bot(120);
            for (int connection = 0; connection < 5; connection++) {
                site.connect(flooder).expect("220 ").command("QUIT", "221 ").close();
            }
            try (RawClient refused = site.connect(flooder).expect("421 4.7.0")) {
                assertThat(refused.rest()).isEmpty();
            }
            site.client(Site.MAIL_SERVER).command("QUIT", "221 ").close();
        }
    }

    /** The answers to so many guessed names, up to the first that is no 550. */
    private static List<String> guess(Site site, String address, int first, int count) {
        List<String> answers = new ArrayList<>();
        try (RawClient client = site.client(address).command("MAIL FROM:<h@example.org>", "250 ")) {
            for (int name = first; name < first + count; name++) {
                String answer = client.command("RCPT TO:<guess" + name + "@example.com>");
                answers.add(answer);
                if (!answer.startsWith("550 ")) {
                    break;
                }
            }
        }
        return answers;
    }

    /** How often Postfix was asked about each guessed name with that beginning. */
    private Map<String, Long> lookups(String beginning) {
        return postfix.log()
                .lines()
                .map(GUESSED::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .filter(name -> name.startsWith(beginning))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
