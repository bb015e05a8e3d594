package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.rules.Profile;
import org.sekisho.rules.RuleCatalog;
import org.sekisho.rules.RuleType;

/** The profiles as they are shipped. */
final class ProfilesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = Profile.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void placesEveryRule(Profile profile) throws ConfigurationException, IOException {
        Set<String> placed =
                rules(profile).order().values().stream().flatMap(List::stream).collect(Collectors.toSet());

        assertThat(placed)
                .isEqualTo(RuleCatalog.all().stream().map(RuleType::name).collect(Collectors.toSet()));
    }

    @Test
    void actsOnNothingButWhatOperatorsHaveDecidedWhileItObserves() throws ConfigurationException, IOException {
        Set<String> acting = Set.of("allow", "bans", "accounts");
        assertThat(modes(Profile.OBSERVE))
                .allSatisfy((name, mode) ->
                        assertThat(mode).as(name).isEqualTo(acting.contains(name) ? Mode.ENFORCE : Mode.OBSERVE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Profile.class,
            names = {"STANDARD", "STRICT"})
    void actsInTheOtherProfiles(Profile profile) throws ConfigurationException, IOException {
        assertThat(modes(profile))
                .allSatisfy((name, mode) -> assertThat(mode).as(name).isEqualTo(Mode.ENFORCE));
    }

    @Test
    void theAllowListActsAlsoWithoutAProfile() throws ConfigurationException, IOException {
        assertThat(modes(Profile.NONE)).containsEntry("allow", Mode.ENFORCE);
    }

    @Test
    void hasNoRulesWhereItIsCalledNone() throws ConfigurationException, IOException {
        assertThat(rules(Profile.NONE).order()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void isWrittenInTheOrderOfASession(Profile profile) throws ConfigurationException, IOException {
        List<String> points = Profile.NONE == profile
                ? List.of()
                : profile.page()
                        .lines()
                        .filter(line -> line.matches("[a-z]+:"))
                        .map(line -> line.replace(":", ""))
                        .toList();

        assertThat(points)
                .isEqualTo(
                        rules(profile).order().keySet().stream().map(Point::key).toList());
    }

    @ParameterizedTest
    @EnumSource(value = Profile.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("G14: who does not exist is refused before anybody is told to come back")
    void asksForRecipientsBeforeItGreylists(Profile profile) throws ConfigurationException, IOException {
        assertThat(rules(profile).order().get(Point.RECIPIENT)).containsSubsequence("recipients", "greylist");
    }

    private Map<String, Mode> modes(Profile profile) throws ConfigurationException, IOException {
        return rules(profile).set().byName().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, rule -> rule.getValue().mode()));
    }

    private RulesSettings rules(Profile profile) throws ConfigurationException, IOException {
        return new ConfigurationFiles(directory)
                .load("rules: {profile: " + profile.key() + "}")
                .rules();
    }
}
