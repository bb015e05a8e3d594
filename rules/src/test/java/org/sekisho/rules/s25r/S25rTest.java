package org.sekisho.rules.s25r;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.rules.s25r.S25rSettings.Action;
import org.sekisho.rules.s25r.S25rSettings.Level;

/** Names against patterns. */
class S25rTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));
    private static final String DIALUP = "220-139-165-188.dynamic.hinet.net";

    private static S25r at(Level level) {
        return with(level, List.of(), List.of());
    }

    private static S25r with(Level level, List<String> patterns, List<String> allowPatterns) {
        return S25r.by(new S25rSettings(level, Action.MARK, false, false, patterns, allowPatterns), CLOCK);
    }

    private static String ids(S25r.Classification found) {
        return String.join(" ", found.ids());
    }

    @DisplayName("capability 2.1: the published patterns, R0 to R6")
    @ParameterizedTest
    @CsvSource({
        "unknown, R0",
        "evrtwa1-ar3-4-65-157-048.evrtwa1.dsl-verizon.net, R1",
        "pcp04083532pcs.levtwn01.pa.comcast.net, R2",
        "220-139-165-188.dynamic.hinet.net, R1 R3",
        "398pkj.cm.chello.no, R3",
        "host.101.169.23.62.rev.coltfrance.com, R3",
        "wbar9.chi1-4-11-085-222.dsl-verizon.net, R4",
        "m226.net81-66-158.noos.fr, R4",
        "d5.GtokyoFL27.vectant.ne.jp, R5",
        "dhcp0339.vpm.resnet.group.upenn.edu, R6",
        "adsl-1415.camtel.net, R6",
        "s271272.static.corbina.ru, R2",
        "d127.dana01.swarthmore.edu, ''",
        "mail-lf1-f100.google.com, R1",
        "mail-wr1-f41.google.com, R1",
        "a8-54.smtp-out.amazonses.com, R1",
        "mail-eopbgr1300042.outbound.protection.outlook.com, R2",
        "o1.ptr123.sendgrid.net, ''",
        "mail.example.jp, ''",
        "mx1.example.co.jp, ''",
        "m20.mailyes.net, ''",
        "[192.0.2.1], ''",
        "2001-db8--1.example.net, R1"
    })
    void matchesAsPublished(String name, String expected) {
        assertThat(ids(at(Level.STANDARD).classify(name))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ac12.internetdsl.tpnet.pl",
                "user-abc.dialup.mindspring.com",
                "aeabefea.virtua.com.br",
                "aeabefea.bhz.virtua.com.br",
                "x.catv.broadband.hu",
                "pfab2.a.pppool.de",
                "x.dip0.t-ipconnect.de",
                "x.dip.t-dialin.net",
                "ool-ab.dyn.optonline.net",
                "ab.cable.wanadoo.nl",
                "ab.ipt.aol.com",
                "[192.0.2.1]"
            })
    void knowsTheSupplementaryPatternsWhereItIsStrict(String name) {
        assertThat(at(Level.STRICT).classify(name).suspect()).isTrue();
        assertThat(at(Level.STANDARD).classify(name).suspect()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown, true",
        "evrtwa1-ar3-4-65-157-048.evrtwa1.dsl-verizon.net, true",
        "pcp04083532pcs.levtwn01.pa.comcast.net, true",
        "s271272.static.corbina.ru, false",
        "mx1-2.example.net, false",
        "mail.1234567.example.net, false"
    })
    void wantsSevenDigitsWhereItIsLoose(String name, boolean suspect) {
        assertThat(at(Level.LOOSE).classify(name).suspect()).isEqualTo(suspect);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail-lf1-f100.google.com",
                "a8-54.smtp-out.amazonses.com",
                "mail-eopbgr1300042.outbound.protection.outlook.com"
            })
    void theShippedListClearsPoolsThatMatch(String name) {
        S25r.Classification found = at(Level.STANDARD).classify(name);
        assertThat(found.suspect()).isFalse();
        assertThat(found.ids()).isNotEmpty();
        assertThat(found.allowedBy()).hasValueSatisfying(by -> assertThat(by).startsWith("the shipped list"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail-lf1-f100.google.com.example.net", "mail-lf1-f100.notgoogle.com"})
    void theShippedListClearsNoNameThatOnlyLooksLikeOne(String name) {
        assertThat(at(Level.STANDARD).classify(name).suspect()).isTrue();
    }

    @Test
    void anOwnPatternBeatsTheShippedList() {
        S25r own = with(Level.STANDARD, List.of("\\.sendgrid\\.net$"), List.of());
        assertThat(own.classify("o1.ptr123.sendgrid.net").suspect()).isTrue();
    }

    @Test
    void anOwnAllowedPatternBeatsEverything() {
        S25r own = with(Level.STANDARD, List.of("hinet"), List.of("\\.hinet\\.net$"));
        S25r.Classification found = own.classify(DIALUP);
        assertThat(found.suspect()).isFalse();
        assertThat(found.allowedBy()).contains("\\.hinet\\.net$");
    }

    @Test
    void letterCaseAndAFinalDotDoNotMatter() {
        assertThat(at(Level.STANDARD).classify("DHCP0339.vpm.example.edu.").ids())
                .containsExactly("R6");
    }

    @Test
    void whatIsTooLongForANameIsUnknown() {
        S25r.Classification found = at(Level.STANDARD).classify("a.".repeat(128) + "google.com");
        assertThat(found.ids()).containsExactly("R0");
    }
}
