package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekisho.app.admin.JailLine;

/** Capability 1.10: scripts that read fail2ban-client's status read ours. */
final class JailTextTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JailText text = new JailText(new PrintStream(printed, true, StandardCharsets.UTF_8));

    private static JailLine jail(String name, String... banned) {
        return new JailLine(
                name,
                "enforce",
                List.of("unknown-user"),
                Duration.ofMinutes(5),
                3,
                Optional.empty(),
                Duration.ofHours(1),
                List.of("10.0.0.0/8"),
                2,
                40,
                9,
                List.of(banned),
                List.of(
                        new JailLine.Suspect("192.0.2.9", 2, 2, Optional.of(33), "harvesting", List.of()),
                        new JailLine.Suspect("account ann", 1, 1, Optional.empty(), "other", List.of())),
                List.of(),
                List.of(),
                List.of(new JailLine.Domain("example.jp", 30), new JailLine.Domain("example.com", 10)));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void tellsWhatIsWrongWithTheStateStore() {
        text.trouble("");
        text.trouble("The state store does not work: no answer");
        assertThat(lines()).containsExactly("The state store does not work: no answer");
    }

    @Test
    void tellsWhatEachRuleDoesWhenTheStateStoreFailsAndWhatGoesOnByItself() {
        text.onFailure(new TreeMap<>(Map.of("greylist", "local", "tarpit", "pass", "recipients", "pass")));

        assertThat(lines())
                .containsExactly(
                        "",
                        "When the state store fails:",
                        "  local:\tgreylist",
                        "  pass:\trecipients, tarpit",
                        "  always local:\tallow, bans, incidents, jails, limits");
    }

    @Test
    void listsTheJailsAsFail2banClientDoes() {
        text.all(List.of(jail("unknown-users"), jail("auth")));

        assertThat(lines()).containsExactly("Status", "|- Number of jail:\t2", "`- Jail list:\tunknown-users, auth");
    }

    @Test
    void showsAJailAsFail2banClientDoesAndThenWhatItIsSetTo() {
        text.one(jail("unknown-users", "192.0.2.7", "2001:db8::/64"));

        assertThat(lines())
                .containsExactly(
                        "Status for the jail: unknown-users",
                        "|- Filter",
                        "|  |- Currently failed:\t2",
                        "|  |- Total failed:\t40",
                        "|  `- File list:\tnone: counts unknown-user in the sessions themselves",
                        "`- Actions",
                        "   |- Currently banned:\t2",
                        "   |- Total banned:\t9",
                        "   `- Banned IP list:\t192.0.2.7 2001:db8::/64",
                        "",
                        "Failing most:",
                        "  192.0.2.9  2 failures, 2 different, 33 % of its recipients are good: harvesting",
                        "  account ann  1 failures, 1 different",
                        "",
                        "By the recipient's domain, since the start:",
                        "  example.jp  30 failures",
                        "  example.com  10 failures",
                        "",
                        "mode enforce, maxRetry 3 in findTime 5m, banTime 1h");
    }
}
