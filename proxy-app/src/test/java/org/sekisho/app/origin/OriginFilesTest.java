package org.sekisho.app.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin;
import org.sekisho.settings.Network;
import org.sekisho.testing.LogCapture;
import org.sekisho.testing.ManualTime;

final class OriginFilesTest {
    private static final String COUNTRIES = """
            192.0.2.0,192.0.2.127,SC
            192.0.2.128,192.0.2.255,JP
            203.0.113.0,203.0.113.255,ZZ
            2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,FR
            2001:db8:8000::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,DE
            """;

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path mmdb(String name, MmdbWriter writer) throws IOException {
        return Files.write(directory.resolve(name), writer.octets());
    }

    private OriginFiles countries(Path path) throws IOException {
        return OriginFiles.read(new OriginSettings(Optional.of(path), Optional.empty(), Optional.empty()), time);
    }

    private OriginFiles systems(Path path) throws IOException {
        return OriginFiles.read(new OriginSettings(Optional.empty(), Optional.of(path), Optional.empty()), time);
    }

    private OriginFiles cities(Path path) throws IOException {
        return OriginFiles.read(new OriginSettings(Optional.empty(), Optional.empty(), Optional.of(path)), time);
    }

    private static Origin of(OriginFiles files, String address) {
        return files.of(Network.parse(address).first());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0, SC",
        "192.0.2.127, SC",
        "192.0.2.128, JP",
        "192.0.2.255, JP",
        "192.0.3.0,",
        "0.0.0.0,",
        "255.255.255.255,",
        "203.0.113.7,",
        "2001:db8::, FR",
        "2001:db8:0:ffff:ffff:ffff:ffff:ffff, FR",
        "2001:db8:1::,",
        "2001:db7:ffff::,",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, DE",
        "::c000:200,"
    })
    void findsTheCountryOfAnAddressInItsRange(String address, @Nullable String country) throws IOException {
        assertThat(of(countries(file("countries.csv", COUNTRIES)), address).country())
                .isEqualTo(Optional.ofNullable(country));
    }

    @Test
    void takesTheFilesOfBothFamiliesInEitherOrder() throws IOException {
        OriginFiles files = countries(file("c.csv", "2001:db8::,2001:db8::ff,FR\n192.0.2.0,192.0.2.255,sc\n"));

        assertThat(of(files, "192.0.2.1").country()).contains("SC");
        assertThat(of(files, "2001:db8::1").country()).contains("FR");
    }

    @Test
    void findsTheSystemWhoseNameHasCommasAndQuotes() throws IOException {
        OriginFiles files = systems(file("s.csv", """
                192.0.2.0,192.0.2.255,64500,"Example ""One"", Inc."
                198.51.100.0,198.51.100.255,4200000000,
                203.0.113.0,203.0.113.255,0,Not routed
                """));

        assertThat(of(files, "192.0.2.9").system()).hasToString("Optional[AS64500 Example \"One\", Inc.]");
        assertThat(of(files, "198.51.100.9").system()).hasToString("Optional[AS4200000000]");
        assertThat(of(files, "203.0.113.9").system()).isEmpty();
    }

    @Test
    void findsThePlaceInTheLayoutOfCities() throws IOException {
        OriginFiles files = cities(file("c.csv", """
                192.0.2.0,192.0.2.255,JP,Okinawa,,Naha,900-0000,26.2124,127.679,Asia/Tokyo
                198.51.100.0,198.51.100.255,JP,,,,,,,
                """));

        assertThat(of(files, "192.0.2.9").place()).contains(new Coordinates(26.2124, 127.679));
        assertThat(of(files, "198.51.100.9")).isEqualTo(Origin.UNKNOWN);
    }

    @Test
    void readsFlatRecordsOfAnMmdb() throws IOException {
        Instant built = Instant.parse("2026-06-17T00:00:00Z");
        Path path = mmdb(
                "all.mmdb",
                new MmdbWriter("all", built)
                        .add(
                                "192.0.2.0/24",
                                Map.of(
                                        "country_code", "SC",
                                        "autonomous_system_number", new MmdbWriter.Unsigned(6, 64500),
                                        "autonomous_system_organization", "Example, of a name of more than 29 octets",
                                        "latitude", "-4.6191",
                                        "longitude", "55.4513"))
                        .add("2001:db8::/32", Map.of("country_code", "FR")));
        OriginFiles files =
                OriginFiles.read(new OriginSettings(Optional.of(path), Optional.of(path), Optional.of(path)), time);

        assertThat(of(files, "192.0.2.7"))
                .isEqualTo(new Origin(
                        Optional.of("SC"),
                        Optional.of(new Origin.AutonomousSystem(64500, "Example, of a name of more than 29 octets")),
                        Optional.of(new Coordinates(-4.6191, 55.4513))));
        assertThat(of(files, "2001:db8::7"))
                .isEqualTo(new Origin(Optional.of("FR"), Optional.empty(), Optional.empty()));
        assertThat(of(files, "198.51.100.7")).isEqualTo(Origin.UNKNOWN);
        assertThat(files.files())
                .extracting(OriginFile::what, OriginFile::built)
                .containsExactly(tuple("Countries", built), tuple("Systems", built), tuple("Cities", built));
    }

    @Test
    void readsNestedRecordsOfAnMmdb() throws IOException {
        Path path = mmdb(
                "nested.mmdb",
                new MmdbWriter("nested", Instant.EPOCH)
                        .add(
                                "192.0.2.0/24",
                                Map.of(
                                        "country", Map.of("iso_code", "SC"),
                                        "location", Map.of("latitude", -4.5, "longitude", 55.5))));
        OriginFiles files =
                OriginFiles.read(new OriginSettings(Optional.of(path), Optional.empty(), Optional.of(path)), time);

        assertThat(of(files, "192.0.2.7"))
                .isEqualTo(new Origin(Optional.of("SC"), Optional.empty(), Optional.of(new Coordinates(-4.5, 55.5))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.0,192.0.2.255,13335|line 1: '13335' is not a country's code of two letters, such as JP",
                "192.0.2.0,192.0.2.255|line 1: must be first,last,value",
                "192.0.2.0/24,192.0.2.255,JP|line 1: '192.0.2.0/24' is not an address",
                "3221225984,3221226239,JP|line 1: '3221225984' is not an address",
                "192.0.2.9,192.0.2.1,JP|line 1: the range ends before it begins",
                "192.0.2.0,2001:db8::,JP|line 1: one of the addresses is of IPv4, the other of IPv6",
                "192.0.2.0,192.0.2.255,ZZ|tells countries of no address"
            })
    void saysWhatIsWrongWithALine(String line, String problem) throws IOException {
        Path path = file("c.csv", line + "\n");

        assertThatThrownBy(() -> countries(path))
                .hasMessageStartingWith("origins.countries: " + path + " ")
                .hasMessageContaining(problem);
    }

    @Test
    void refusesRangesThatAreNotSorted() throws IOException {
        Path path = file("c.csv", "192.0.2.0,192.0.2.255,JP\n192.0.2.255,192.0.3.0,SC\n");

        assertThatThrownBy(() -> countries(path))
                .hasMessageContaining("line 2: the range is not behind the one before");
    }

    @Test
    void refusesAnMmdbOfSomethingElse() throws IOException {
        Path path =
                mmdb("s.mmdb", new MmdbWriter("proxies", Instant.EPOCH).add("192.0.2.0/24", Map.of("is_proxy", "yes")));

        assertThatThrownBy(() -> countries(path)).hasMessageContaining("tells no countries; it is of the type proxies");
    }

    @Test
    void refusesHalfAnMmdb() throws IOException {
        byte[] whole = new MmdbWriter("c", Instant.EPOCH)
                .add("192.0.2.0/24", Map.of("country_code", "SC"))
                .octets();
        Path path = Files.write(directory.resolve("c.mmdb"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> countries(path)).hasMessageContaining("is not a whole mmdb");
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() throws IOException {
        Path path = file("c.txt", COUNTRIES);

        assertThatThrownBy(() -> countries(path)).hasMessageContaining("c.txt must end in .mmdb or .csv");
    }

    @Test
    void takesANewFileIntoUse() throws IOException {
        Path path = file("c.csv", COUNTRIES);
        OriginFiles files = countries(path);
        Files.move(
                file("new", "192.0.2.0,192.0.2.255,KE\n"),
                path,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        files.refresh(path);

        assertThat(of(files, "192.0.2.1").country()).contains("KE");
        assertThat(files.files()).extracting(OriginFile::entries).containsExactly(1L);
    }

    @Test
    void keepsTheOldFileWhenTheNewOneIsBadAndSaysWhy() throws IOException {
        Path path = file("c.csv", COUNTRIES);
        OriginFiles files = countries(path);
        Files.writeString(path, "<html>Not found</html>");
        try (LogCapture log = new LogCapture(OriginFiles.class.getName())) {
            files.refresh(path);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("ERROR", path + " line 1: must be first,last,value; the one of before stays in use");
        }
        assertThat(of(files, "192.0.2.1").country()).contains("SC");
    }

    @Test
    void tellsTheAgeOfAFile() throws IOException {
        Path path = file("c.csv", COUNTRIES);
        Files.setLastModifiedTime(path, FileTime.from(time.instant().minus(Duration.ofDays(12))));
        try (LogCapture log = new LogCapture(OriginFiles.class.getName())) {
            OriginFiles unused = countries(path);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("INFO", "Countries: " + path + " of 2026-12-23, 12 days old");
        }
    }

    @Test
    void warnsOfAFileThatIsOlderThanAQuarterOfAYear() throws IOException {
        Path path = mmdb(
                "c.mmdb",
                new MmdbWriter("c", time.instant().minus(Duration.ofDays(91)))
                        .add("192.0.2.0/24", Map.of("country_code", "SC")));
        try (LogCapture log = new LogCapture(OriginFiles.class.getName())) {
            OriginFiles unused = countries(path);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", "91 days old: replace it with a newer one");
        }
    }

    @Test
    void warnsAgainWhileAFileGrowsOld() throws IOException {
        Path path = file("c.csv", COUNTRIES);
        Files.setLastModifiedTime(path, FileTime.from(time.instant().minus(Duration.ofDays(12))));
        OriginFiles files = countries(path);
        try (LogCapture log = new LogCapture(OriginFiles.class.getName())) {
            files.warnOfOldOnes();
            time.advance(Duration.ofDays(79));
            files.warnOfOldOnes();

            assertThat(log.lines()).singleElement().asString().contains("WARN", "91 days old: replace it");
        }
    }
}
