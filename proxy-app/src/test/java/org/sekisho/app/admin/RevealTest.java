package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.pseudonym.PseudonymKeys;
import org.sekisho.app.pseudonym.Pseudonyms;
import org.sekisho.state.StateException;

/** Re-identification needs a token of its own and is in the audit before the answer. */
final class RevealTest {
    @TempDir
    private Path state;

    private Pseudonyms names;
    private AuditLog audit;
    private RevealDesk desk;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        PseudonymKeys keys = PseudonymKeys.open(state, Duration.ofDays(30), Duration.ofDays(90), clock, random);
        names = new Pseudonyms(keys, List.of());
        audit = new AuditLog(state, clock, () -> "c0ffee", () -> 7, names);
        desk = new RevealDesk(
                RevealToken.knownOrMade(state, random),
                keys,
                () -> Stream.of("192.0.2.7", "AUTH failed for joe 535"),
                name -> name.contains("@") ? name : name + "@example.jp",
                audit);
    }

    @AfterEach
    void close() throws IOException {
        audit.close();
    }

    private static Revealed.Wish wish(String pseudonym, String... candidates) {
        return new Revealed.Wish(pseudonym, "complaint 4711", List.of(candidates));
    }

    private String token() throws IOException {
        return RevealToken.read(RevealToken.file(state));
    }

    private String written() throws IOException {
        return Files.readString(state.resolve("audit.log"));
    }

    @Test
    void tellsWhoIsBanned() throws Exception {
        assertThat(desk.reveal(wish(names.address("192.0.2.7")), token(), "anna")
                        .names())
                .containsExactly("192.0.2.7");
    }

    @Test
    void tellsWhoStandsInTheEvidence() throws Exception {
        assertThat(desk.reveal(wish(names.account("joe")), token(), "anna").names())
                .containsExactly("joe");
    }

    @Test
    void tellsWhoWasNamedAsACandidate() throws Exception {
        String pseudonym = names.mailbox("bob@example.org");

        assertThat(desk.reveal(wish(pseudonym), token(), "anna").names()).isEmpty();
        assertThat(desk.reveal(wish(pseudonym, "eve@example.org", "bob@example.org"), token(), "anna")
                        .names())
                .containsExactly("bob@example.org");
    }

    @Test
    void tellsWhichAccountWasNamedAsACandidateWithoutItsRealm() throws Exception {
        assertThat(desk.reveal(wish(names.account("bob@example.jp"), "bob"), token(), "anna")
                        .names())
                .containsExactly("bob@example.jp");
    }

    @Test
    void isInTheAuditWithWhoAndWhyButNotWithTheAnswer() throws Exception {
        String pseudonym = names.address("192.0.2.7");
        desk.reveal(wish(pseudonym), token(), "anna");

        assertThat(written())
                .contains("\"by\":\"anna\",\"what\":\"reveal\",\"subject\":\"" + pseudonym
                        + "\",\"why\":\"complaint 4711\"")
                .doesNotContain("192.0.2.7");
    }

    @Test
    void tellsNothingWhileTheAuditCannotBeWritten() throws Exception {
        Path elsewhere = Files.createDirectory(state.resolve("full"));
        Files.createDirectories(elsewhere.resolve("audit.log"));
        PseudonymKeys keys = PseudonymKeys.open(
                state, Duration.ofDays(30), Duration.ofDays(90), InstantSource.system(), new SecureRandom());
        try (AuditLog broken = new AuditLog(elsewhere, InstantSource.system(), () -> "c0ffee", () -> 7, names)) {
            RevealDesk other = new RevealDesk(
                    RevealToken.knownOrMade(state, new SecureRandom()),
                    keys,
                    () -> Stream.of("192.0.2.7"),
                    name -> name,
                    broken);

            assertThatThrownBy(() -> other.reveal(wish(names.address("192.0.2.7")), token(), "anna"))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("the audit log cannot be written");
        }
    }

    @Test
    void refusesEveryOtherTokenAndWritesThatDown() throws IOException {
        String pseudonym = names.address("192.0.2.7");

        assertThatThrownBy(() -> desk.reveal(wish(pseudonym), "", "eve")).isInstanceOf(RevealDesk.NotAuthorized.class);
        assertThat(written()).contains("\"by\":\"eve\",\"what\":\"reveal refused\",\"subject\":\"" + pseudonym + "\"");
    }

    @Test
    void wantsToKnowWhy() {
        assertThatThrownBy(() -> new Revealed.Wish("ip-000000000000", " ", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("say why");
    }

    // The token

    @Test
    void letsOnlyTheOwnerReadTheToken() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(RevealToken.file(state))))
                .isEqualTo("rw-------");
    }

    @Test
    void makesNoOtherTokenOnceItWasTakenAway() throws IOException {
        String token = token();
        Files.delete(RevealToken.file(state));
        RevealToken known = RevealToken.knownOrMade(state, new SecureRandom());

        assertThat(Files.exists(RevealToken.file(state))).isFalse();
        assertThat(known.matches(token)).isTrue();
    }
}
