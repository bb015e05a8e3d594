package org.sekisho.app.jailfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each {@code .local} file beside this test becomes the {@code .yaml} of the same name; {@code -Dsekisho.docs=write} writes that. */
final class JailImportTest {
    private static final Path FILES = Path.of("src/test/resources/org/sekisho/app/jailfile");

    @ParameterizedTest
    @ValueSource(strings = {"usual", "grown"})
    @DisplayName("capability 1.8")
    void writesTheJailsOfAFile(String name) throws IOException {
        Path expected = FILES.resolve(name + ".yaml");
        String yaml = JailImport.of("jail.local", Files.readString(FILES.resolve(name + ".local")))
                .yaml();
        if (System.getProperty("sekisho.docs", "").equals("write")) {
            Files.writeString(expected, yaml);
        }

        assertThat(yaml).isEqualTo(Files.readString(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "600 | 600",
                "10m | 600",
                "1d12h | 129600",
                "1y 6mo | 47336400",
                "1year-6mo | 15778800",
                "1mo | 2629800",
                "1hour+30min | 5400",
                "24*60*60 | 86400",
                "2 weeks | 1209600",
                "0.5h | 1800",
                "-1 | -1",
                "1h30 | 3630"
            })
    void readsTimesAsFail2banDoes(String text, double seconds) {
        assertThat(TimeString.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1x", "10m!", "5 # five"})
    void saysThatSomethingIsNoTime(String text) {
        assertThatThrownBy(() -> TimeString.seconds(text)).hasMessageContaining("'" + text + "' is not a time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled = true | jail.local:1: File contains no section headers",
                "[postfix]~[postfix] | jail.local:2: section 'postfix' already exists",
                "[postfix]~maxretry = 1~maxretry = 2 | jail.local:3: option 'maxretry' in section 'postfix' already exists",
                "[postfix]~enabled | jail.local:2: Source contains parsing errors",
                "[postfix]~bantime = soon | jail.local:2: [postfix] bantime: 'soon' is not a time",
                "[postfix]~~bantime = %(long)s | jail.local:3: [postfix] bantime: Bad value substitution: 'long'",
                "[postfix]~bantime = %(bantime)s | jail.local:2: [postfix] bantime: Value interpolation too deeply recursive"
            })
    void saysInWhichLineAFileIsBroken(String text, String complaint) {
        assertThatThrownBy(() -> JailImport.of("jail.local", text.replace('~', '\n')))
                .isInstanceOf(JailFileException.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void takesFail2bansDefaultForACountThatIsNone() throws IOException {
        JailImport read = JailImport.of("jail.local", "[postfix]\nmaxretry = 3 # three\n");

        assertThat(read.yaml()).contains("maxRetry: 5");
        assertThat(read.remarks())
                .contains("jail.local:2: [postfix] maxretry: Wrong value for 'maxretry' in 'postfix'."
                        + " Using default one: '5'");
    }

    @Test
    void tellsThatANumberSignBeginsNoCommentBehindAValue() throws IOException {
        JailImport read = JailImport.of("jail.local", "[postfix]\nignoreip = 192.0.2.7 # office\n");

        assertThat(read.remarks())
                .contains("jail.local:2: [postfix] ignoreip: '#' is no address, network or name;"
                        + " only ';' begins a comment behind a value");
    }
}
