package org.sekisho.app.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testing.ManualTime;

/** Keys that are taken into use, replaced after 30 days, and destroyed 90 days later. */
final class PseudonymKeysTest {
    private static final String ADDRESS = "192.0.2.7";

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();

    private PseudonymKeys open() throws IOException {
        return PseudonymKeys.open(directory, Duration.ofDays(30), Duration.ofDays(90), time, new SecureRandom());
    }

    private static String pseudonym(PseudonymKeys keys) {
        return new Pseudonyms(keys, List.of()).address(ADDRESS);
    }

    private static List<String> meant(PseudonymKeys keys, String pseudonym, String candidate) {
        Revelation revelation = keys.revelation(pseudonym);
        revelation.tryName(candidate, candidate);
        return revelation.meant();
    }

    private Path file() {
        return directory.resolve("pseudonym-keys");
    }

    @Test
    void callsEverybodyTheSameAfterARestart() throws IOException {
        assertThat(pseudonym(open())).isEqualTo(pseudonym(open()));
    }

    @Test
    void letsOnlyTheOwnerReadThem() throws IOException {
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void revealsWhatWasSaidUnderAKeyThatWasReplaced() throws IOException {
        PseudonymKeys keys = open();
        String old = pseudonym(keys);
        time.advance(Duration.ofDays(30));
        keys.turn();

        assertThat(pseudonym(keys)).isNotEqualTo(old);
        assertThat(meant(keys, old, ADDRESS)).containsExactly(ADDRESS);
        assertThat(meant(open(), old, ADDRESS)).as("after a restart").containsExactly(ADDRESS);
    }

    @Test
    void nobodyCanTellOnceAKeyIsDestroyed() throws IOException {
        PseudonymKeys keys = open();
        String old = pseudonym(keys);
        String key = Files.readString(file()).strip().split(" ", -1)[1];
        time.advance(Duration.ofDays(30));
        keys.turn();
        time.advance(Duration.ofDays(90));
        keys.turn();

        assertThat(meant(keys, old, ADDRESS)).isEmpty();
        assertThat(Files.readString(file())).doesNotContain(key);
    }

    /** It lay switched off for so long: neither may the old key be used on. */
    @Test
    void replacesAKeyThatGrewTooOldWhileNothingRan() throws IOException {
        String old = pseudonym(open());
        time.advance(Duration.ofDays(365));

        assertThat(pseudonym(open())).isNotEqualTo(old);
    }

    @Test
    void doesNotBeginWithKeysThatCannotBeRead() throws IOException {
        Files.writeString(file(), "nonsense\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("log.pseudonyms: the keys in " + file(), "remove it");
        assertThat(Files.readString(file())).as("untouched").isEqualTo("nonsense\n");
    }

    @Test
    void goesOnWithANewKeyInMemoryAndWritesItLater() throws IOException {
        PseudonymKeys keys = open();
        byte[] before = Files.readAllBytes(file());
        Files.delete(file());
        Files.createDirectories(file().resolve("in the way"));
        time.advance(Duration.ofDays(30));
        keys.turn();
        String fresh = pseudonym(keys);
        Files.delete(file().resolve("in the way"));
        Files.delete(file());
        keys.turn();

        assertThat(Files.readAllBytes(file())).startsWith(before);
        assertThat(pseudonym(open())).isEqualTo(fresh);
    }

    // The way back

    @Test
    void triesAllAddressesOfANetwork() throws IOException {
        PseudonymKeys keys = open();

        assertThat(meant(keys, pseudonym(keys), "192.0.0.0/16")).containsExactly(ADDRESS);
    }

    @Test
    void findsAMailboxWhetherOrNotItsDomainIsSaid() throws IOException {
        PseudonymKeys keys = open();
        String pseudonym = new Pseudonyms(keys, List.of()).mailbox("Bob@Example.org");

        assertThat(pseudonym).endsWith("@example.org");
        assertThat(meant(keys, pseudonym, "bob@example.org")).containsExactly("bob@example.org");
        assertThat(meant(keys, pseudonym.replaceFirst("@.*", ""), "BOB@example.org"))
                .containsExactly("bob@example.org");
    }

    @Test
    void findsWhoeverATextNames() throws IOException {
        PseudonymKeys keys = open();
        Revelation revelation = keys.revelation(pseudonym(keys));
        revelation.tryText("client=mail.example.org[192.0.2.7]:40000, to=<bob@example.org>");

        assertThat(revelation.meant()).containsExactly(ADDRESS);
        assertThat(revelation.tried()).isEqualTo(1);
    }

    @Test
    void doesNotTryWithoutEnd() throws IOException {
        PseudonymKeys keys = open();

        assertThatThrownBy(() -> meant(keys, pseudonym(keys), "2001:db8::/64"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name fewer");
    }

    @Test
    void refusesWhatIsNoPseudonym() throws IOException {
        PseudonymKeys keys = open();

        assertThatThrownBy(() -> keys.revelation("ip-nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ip-nonsense' is not a pseudonym");
    }
}
