package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.app.config.InventedRules.DoorSettings;
import org.sekisho.app.config.InventedRules.MailboxSettings;
import org.sekisho.app.config.InventedRules.NameSettings;
import org.sekisho.app.config.InventedRules.Strength;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.rules.Profile;
import org.sekisho.rules.RuleSet;

/** The section {@code rules}, on rules and profiles that exist here only. */
final class RulesTest {
    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory, InventedRules.BOOK);
    }

    @Test
    void observesWithoutASection() throws ConfigurationException, IOException {
        RulesSettings rules = rules("");

        assertThat(rules.profile()).isEqualTo(Profile.OBSERVE);
        assertThat(rules.order())
                .isEqualTo(Map.of(
                        Point.CONNECT, List.of("door"),
                        Point.HELO, List.of("name"),
                        Point.RECIPIENT, List.of("door", "mail-box")));
        assertThat(placement(rules, "mail-box"))
                .isEqualTo(Placement.of(InventedRules.MAILBOX, Mode.OBSERVE)
                        .with(new MailboxSettings(Duration.ofMinutes(5))));
        assertThat(placement(rules, "door")).isEqualTo(Placement.of(InventedRules.DOOR, Mode.OBSERVE));
    }

    @Test
    void takesNothingFromAProfileThatIsNotChosen() throws ConfigurationException, IOException {
        RulesSettings rules = rules("rules: {profile: standard}");

        assertThat(rules.order())
                .isEqualTo(Map.of(Point.CONNECT, List.of("door"), Point.RECIPIENT, List.of("name", "mail-box")));
        assertThat(placement(rules, "door"))
                .isEqualTo(Placement.of(InventedRules.DOOR, Mode.ENFORCE).with(new DoorSettings(3, List.of())));
        assertThat(placement(rules, "mail-box")).isEqualTo(Placement.of(InventedRules.MAILBOX, Mode.OBSERVE));
    }

    @Test
    void changesOnlyTheKeysThatAreSet() throws ConfigurationException, IOException {
        RulesSettings rules = rules("""
                rules:
                  profile: standard
                  set:
                    door: {names: [a, b]}
                    name: {mode: enforce, timeout: 2s, onDnsFailure: defer, strength: strong, weights: {x: 2}, inner: {ipv4Prefix: 20}}
                """);

        assertThat(placement(rules, "door"))
                .isEqualTo(Placement.of(InventedRules.DOOR, Mode.ENFORCE).with(new DoorSettings(3, List.of("a", "b"))));
        Placement<?, ?> name = placement(rules, "name");
        assertThat(name.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(name.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(name.onFailure()).isEqualTo(FailureAnswer.DEFER);
        assertThat(name.settings())
                .isEqualTo(new NameSettings(
                        Strength.STRONG, Map.of("x", 2), Optional.empty(), new InventedRules.Inner(20)));
    }

    @Test
    void replacesTheListOfAPointAndLeavesTheOthers() throws ConfigurationException, IOException {
        RulesSettings rules = rules("rules: {order: {recipient: [mail-box, name]}}");

        assertThat(rules.order().get(Point.RECIPIENT)).containsExactly("mail-box", "name");
        assertThat(rules.order().get(Point.CONNECT)).containsExactly("door");
    }

    /** Capability 2.8. */
    @Test
    void letsDomainsAndAddressesWishOtherwise() throws ConfigurationException, IOException {
        RuleSet rules = rules("""
                rules:
                  domains:
                    Example.JP: {mail-box: off}
                    a@example.jp: {mail-box: enforce, door: observe}
                """).ruleSet();

        assertThat(rules.wishes().modes())
                .isEqualTo(Map.of(
                        "example.jp", Map.of("mail-box", Mode.OFF),
                        "a@example.jp", Map.of("mail-box", Mode.ENFORCE, "door", Mode.OBSERVE)));
    }

    @Test
    void takesTermsForAllRules() throws ConfigurationException, IOException {
        RulesSettings rules = rules("rules: {holdRefusals: false, longestDelay: 150s, keepDecisions: 30d}");

        assertThat(rules.keepDecisions()).isEqualTo(Duration.ofDays(30));
        assertThat(rules.ruleSet().terms().holdRefusals()).isFalse();
        assertThat(rules.ruleSet().terms().longestDelay()).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void placesRulesByHandWhereTheProfileHasNone() throws ConfigurationException, IOException {
        RulesSettings rules = rules("rules: {profile: none, order: {connect: [door]}, set: {door: {mode: enforce}}}");

        assertThat(rules.order()).isEqualTo(Map.of(Point.CONNECT, List.of("door")));
        assertThat(placement(rules, "door").mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void isPrintedAsAFileThatGivesTheSame() throws ConfigurationException, IOException {
        Configuration configuration = files.load("""
                rules:
                  profile: standard
                  order: {helo: [name]}
                  set: {name: {mode: enforce, weights: {x: 2}, file: list.txt}}
                  domains: {example.jp: {door: off}}
                """);

        assertThat(files.load(ConfigurationLoader.toYaml(configuration))).isEqualTo(configuration);
    }

    @ParameterizedTest
    @CsvSource({
        "SEKISHO_RULES_SET_MAIL_BOX_DELAY, 1m, 'set: {mail-box: {delay: 1m}}'",
        "SEKISHO_RULES_SET_NAME_ON_DNS_FAILURE, defer, 'set: {name: {onDnsFailure: defer}}'",
        "SEKISHO_RULES_SET_NAME_INNER_IPV4_PREFIX, 20, 'set: {name: {inner: {ipv4Prefix: 20}}}'",
        "SEKISHO_RULES_ORDER_CONNECT, door, 'order: {connect: [door]}'",
        "'SEKISHO_RULES_ORDER_RECIPIENT', 'name, door', 'order: {recipient: [name, door]}'"
    })
    void canBeSetByEnvironmentVariables(String variable, String value, String yaml)
            throws ConfigurationException, IOException {
        assertThat(files.load("", Map.of(variable, value))).isEqualTo(files.load("rules: {" + yaml + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            profile: lax                            | 1:9: rules.profile: must be one of none, observe, standard, strict, is 'lax'
            longestDelay: 5m                        | 1:9: rules.longestDelay: must be between 0s and 4m
            keepDecisions: 0s                       | 1:9: rules.keepDecisions: must be longer than 0
            set: 5                                  | 1:9: rules.set: must be a section, such as {mode: observe}
            set: {dor: {}}                          | 1:15: rules.set.dor: unknown key; did you mean door?
            set: {door: enforce}                    | 1:15: rules.set.door: must be a section, such as {mode: observe}
            set: {door: {mod: enforce}}             | 1:22: rules.set.door.mod: unknown key; did you mean mode?
            set: {door: {onDnsFailure: pass}}       | 1:22: rules.set.door.onDnsFailure: unknown key; known here: mode, timeout, most, names
            set: {door: {mode: watch}}              | 1:22: rules.set.door.mode: must be one of off, observe, enforce, is 'watch'
            set: {door: {timeout: 0s}}              | 1:22: rules.set.door.timeout: must be longer than 0s
            set: {door: {timeout: soon}}            | 1:22: rules.set.door.timeout: 'soon' is not a duration; write a number and a unit, such as 500ms, 30s, 5m, 1h or 1d
            set: {door: {most: 0}}                  | 1:22: rules.set.door.most: must be at least 1, is 0
            set: {name: {strength: medium}}         | 1:22: rules.set.name.strength: must be one of very-weak, strong, is 'medium'
            set: {name: {weights: {x: heavy}}}      | 1:32: rules.set.name.weights.x: must be a whole number up to 2147483647, is 'heavy'
            set: {name: {inner: {ipv4Prefix: 33}}}  | 1:30: rules.set.name.inner.ipv4Prefix: must be at most 32, is 33
            set: {name: {inner: {prefix: 33}}}      | 1:30: rules.set.name.inner.prefix: unknown key; known here: ipv4Prefix
            order: {greeting: [door]}               | 1:17: rules.order.greeting: unknown key; known here: connect, helo, auth, sender, recipient, data
            order: {connect: door}                  | 1:17: rules.order.connect: must be a list, such as [first, second], is 'door'
            order: {connect: [dor]}                 | 1:27: rules.order.connect[0]: there is no rule 'dor'; did you mean door?
            order: {connect: [greylist]}            | 1:27: rules.order.connect[0]: there is no rule 'greylist'; there are door, name, mail-box
            order: {connect: [door, name]}          | 1:33: rules.order.connect[1]: 'name' asks what is not known here; it can stand at helo, auth, sender, recipient, data
            order: {data: [mail-box]}               | 1:24: rules.order.data[0]: 'mail-box' asks what is not known here; it can stand at recipient
            order: {helo: [name, name]}             | 1:30: rules.order.helo[1]: 'name' stands twice in this list; keep the first
            domains: {example.jp: {dor: off}}       | 1:32: rules.domains.example.jp.dor: there is no rule 'dor'; did you mean door?
            domains: {example.jp: {door: no}}       | 1:32: rules.domains.example.jp.door: must be one of off, observe, enforce, is 'no'
            domains: {a@b@c: {door: off}}           | 1:19: rules.domains.a@b@c: is neither a domain nor an address, such as example.jp or a@example.jp
            domains: {"*.example.jp": {door: off}}  | 1:19: rules.domains.*.example.jp: a star does not stand for other names; name each domain or address by itself
            profile: none, set: {door: {mode: enforce}} | 1:37: rules.set.door.mode: the rule stands nowhere, so it will not be asked; name it in rules.order
            """)
    void saysWhatIsWrongWhereAndWhatWouldBeRight(String rules, String problem) throws IOException {
        assertThat(files.problems("rules: {" + rules + "}\n")).containsExactly("sekisho.yaml:" + problem);
    }

    @Test
    void reportsEveryProblemAtOnce() throws IOException {
        assertThat(files.problems("""
                rules:
                  order: {connect: [mail-box], helo: [nme]}
                  set:
                    door: {most: 0, mode: watch}
                    name: {strength: medium, colour: red}
                  domains: {example.jp: {dor: off}}
                state: {store: paper}
                """)).hasSize(8);
    }

    private RulesSettings rules(String yaml) throws ConfigurationException, IOException {
        return files.load(yaml).rules();
    }

    private static Placement<?, ?> placement(RulesSettings rules, String name) {
        return Objects.requireNonNull(rules.set().byName().get(name), name);
    }
}
