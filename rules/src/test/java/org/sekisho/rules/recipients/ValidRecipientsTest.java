package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

/** A list of the recipients that there are. */
final class ValidRecipientsTest {
    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("valid");
        write(1, "# staff", "", "alice@example.org", " \"Bob\"@Example.ORG ", "@all.example.org", "x@all.example.org");
    }

    private void write(int version, String... lines) throws IOException {
        Files.write(file, List.of(lines));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(version)));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, false",
        "Bob@example.org, false",
        "bob@example.org, true",
        "carol@example.org, true",
        "alice+list@example.org, false",
        "+alice@example.org, true",
        "anybody@all.example.org, false",
        "anybody@sub.example.org, false"
    })
    void refusesWhomAListedDomainDoesNotHave(String address, boolean refused) {
        assertThat(session().refusal(address)).isEqualTo(refused ? "550 5.1.1" : "");
    }

    @Test
    void theMailServersWordCountsForThoseInTheList() {
        assertThat(session().answered("alice@example.org", UNKNOWN).refusal("alice@example.org"))
                .isEqualTo("550 5.1.1");
    }

    @Test
    void isReadAgainWhenItHasChanged() throws IOException {
        ValidFile list = new ValidFile(file, RecipientSettings.DEFAULTS, time, Runnable::run);
        write(2, "carol@example.org");

        assertThat(list.recipients().lists(carol())).isFalse();
        time.advance(Duration.ofSeconds(10));
        list.recipients();
        assertThat(list.recipients().lists(carol())).isTrue();
    }

    @Test
    void staysAsItWasWhenTheFileIsBroken() throws IOException {
        ValidFile list = new ValidFile(file, RecipientSettings.DEFAULTS, time, Runnable::run);
        write(2, "carol@example.org", "no address");
        time.advance(Duration.ofSeconds(10));

        try (LogCapture log = LogCapture.ofEverything()) {
            assertThat(list.recipients().lists(carol())).isFalse();
            log.awaitLine("valid line 2: 'no address' is not an address");
        }
    }

    @Test
    void isReadOnceMoreAfterAFailure() throws IOException {
        ValidFile list = new ValidFile(file, RecipientSettings.DEFAULTS, time, Runnable::run);
        write(2, "no address");
        time.advance(Duration.ofSeconds(10));
        list.recipients();
        write(2, "carol@example.org");
        time.advance(Duration.ofSeconds(10));
        list.recipients();

        assertThat(list.recipients().lists(carol())).isTrue();
    }

    @Test
    void aFileThatCannotBeReadIsToldAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ValidFile(directory.resolve("none"), RecipientSettings.DEFAULTS, time, Runnable::run))
                .withMessageContaining("valid: cannot read")
                .withMessageContaining("none");
    }

    private static RecipientKey carol() {
        return RecipientKey.parse("carol@example.org", false);
    }

    private Hearings.Session session() {
        RecipientSettings settings = Changed.in(
                RecipientSettings.DEFAULTS,
                Map.of("refresh", 0, "valid", Optional.of(file.toString()), "delimiter", "+"));
        return new Hearings(time, new MemoryStore(time), Hearings.enforced(settings)).from("192.0.2.1");
    }
}
