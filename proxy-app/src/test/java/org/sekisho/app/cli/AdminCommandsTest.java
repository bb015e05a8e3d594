package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators type about jails, and what they are told; with a mistake in it, nothing changes. */
final class AdminCommandsTest {
    private static final String NO_SUCH_JAIL = "sekisho: Sorry but the jail 'sshd' does not exist\n";

    @TempDir
    private Path directory;

    private AskedProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new AskedProxy(directory);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    private String ask(String line) {
        AskedProxy.Answer answer = proxy.tell(line.split(" "));
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return answer.output();
    }

    @Test
    void banipAndUnbanipPrintHowMany() {
        assertThat(ask("set auth banip 192.0.2.7 192.0.2.8")).isEqualTo("2\n");
        assertThat(ask("get auth banip")).isEqualTo("192.0.2.7 192.0.2.8\n");
        assertThat(ask("set auth unbanip 192.0.2.7 192.0.2.9")).isEqualTo("1\n");
        assertThat(ask("get auth banip")).isEqualTo("192.0.2.8\n");
    }

    @Test
    void severalAreUnbannedAtOnce() {
        ask("ban 192.0.2.7 192.0.2.8 192.0.2.9");

        assertThat(ask("unban 192.0.2.7 192.0.2.8"))
                .isEqualTo("ended: 192.0.2.7 in manual\nended: 192.0.2.8 in manual\n");
        assertThat(ask("banned")).startsWith("192.0.2.9 ").hasLineCount(1);
    }

    @Test
    void asManyAreUnbannedAtOnceAsAreBanned() {
        String many = IntStream.range(0, 2_000)
                .mapToObj(n -> " 198.19." + n / 250 + "." + n % 250)
                .collect(Collectors.joining());
        ask("set auth banip" + many);

        assertThat(ask("set auth unbanip" + many)).isEqualTo("2000\n");
    }

    @ParameterizedTest
    @CsvSource({
        "get auth maxretry, 3",
        "get auth findtime, 300",
        "get recidive bantime, 604800",
        "get auth mode, observe",
    })
    void printsOneThingAsFail2banClientDoes(String line, String expected) {
        assertThat(ask(line)).isEqualTo(expected + "\n");
    }

    @Test
    void aPermanentBanTimeIsLessThanNothing() {
        ask("set auth bantime permanent");

        assertThat(ask("get auth bantime")).isEqualTo("-1\n");
    }

    @Test
    void whomAJailIgnoresIsAddedAndTakenAway() throws IOException {
        assertThat(ask("set auth addignoreip 192.0.2.0/24 mail.example.org"))
                .startsWith("These IP addresses/networks are ignored:\n|- 127.0.0.0/8\n")
                .endsWith("|- 192.0.2.0/24\n`- mail.example.org\n");
        assertThat(ask("set auth delignoreip 192.0.2.0/24")).doesNotContain("192.0.2.0");
        assertThat(ask("get auth ignoreip")).endsWith("`- mail.example.org\n");
        assertThat(proxy.audited()).first().asString().contains("addIgnoreIp 192.0.2.0/24 mail.example.org");
    }

    @Test
    void reloadsOneJail() {
        assertThat(ask("reload auth")).isEqualTo("reloaded: auth\n");
    }

    @Test
    void whoIsTakenOffTheAllowListDuringAnOutageIsToBeTakenOffItOnOtherNodesLater() throws IOException {
        ask("allow add 192.0.2.7");
        proxy.store.away(true);

        assertThat(ask("allow remove 192.0.2.7"))
                .startsWith("removed 192.0.2.7\n")
                .contains("the other nodes hear of it when");
        assertThat(proxy.audited()).last().asString().contains("\"what\":\"allow remove\"", "192.0.2.7");
    }

    /** Such as one that was added on another node, and that this one could not read. */
    @Test
    void soIsWhoIsNotKnownHereToBeOnIt() throws IOException {
        proxy.store.away(true);

        assertThat(ask("allow remove 192.0.2.7"))
                .startsWith("removed 192.0.2.7, which was not on the list here\n")
                .contains("the other nodes hear of it when");
        assertThat(proxy.audited()).last().asString().contains("\"what\":\"allow remove\"", "192.0.2.7");
    }

    @Test
    void whoIsNotOnTheAllowListCannotBeTakenOffIt() {
        AskedProxy.Answer answer = proxy.tell("allow", "remove", "192.0.2.7");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).isEqualTo("sekisho: there is no entry '192.0.2.7'\n");
    }

    // Mistakes

    @ParameterizedTest
    @CsvSource({
        "status sshd",
        "banned --jail sshd",
        "ban 192.0.2.7 --jail sshd",
        "unban 192.0.2.7 --jail sshd",
        "set sshd banip 192.0.2.7",
        "set sshd unbanip 192.0.2.7",
        "set sshd maxretry 5",
        "set sshd addignoreip 192.0.2.7",
        "get sshd maxretry",
    })
    void aJailThatIsNotThere(String line) throws IOException {
        assertRefused(line, 1, NO_SUCH_JAIL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ban 192.0.2.8 192.0.2.777           | '192.0.2.777' is not a network",
                "unban 192.0.2.7 mail                | 'mail' is not a network",
                "banned 192.0.2.0/24                 | '192.0.2.0/24' is not an IP address",
                "set auth banip 192.0.2.9 192.0.2.1/24 | '192.0.2.1/24' has bits beyond its prefix",
                "set auth unbanip 192.0.2.7/33       | '192.0.2.7/33' is not a network",
                "set auth addignoreip 10.0.0.0/8 300.1.2.3.4 | '300.1.2.3.4'",
                "set auth delignoreip 203.0.113.9    | '203.0.113.9' is not in ignoreIp",
                "set auth maxretry many              | maxRetry must be a number; is 'many'",
                "set auth maxretry 0                 | maxRetry must be between 1 and 500; is 0",
                "set auth findtime soon              | 'soon' is not a duration",
                "set auth mode on                    | mode must be off, observe or enforce; is 'on'",
            })
    void aWordThatIsMalformedIsNamed(String line, String message) throws IOException {
        assertRefused(line, 1, message);
    }

    @ParameterizedTest
    @CsvSource({"set auth sneeze 1", "get auth sneeze", "set auth maxretry 1 2"})
    void aCommandThatIsNotThere(String line) throws IOException {
        assertRefused(line, 2, "Sorry but the command is invalid");
    }

    private void assertRefused(String line, int exitCode, String message) throws IOException {
        ask("ban 192.0.2.7");
        String bans = ask("banned");
        String ignored = ask("get auth ignoreip");
        int audited = proxy.audited().size();

        AskedProxy.Answer answer = proxy.tell(line.split(" +"));

        assertThat(answer.exitCode()).isEqualTo(exitCode);
        assertThat(answer.output()).isEmpty();
        assertThat(answer.errors()).contains(message).hasLineCount(1);
        assertThat(ask("banned")).isEqualTo(bans);
        assertThat(ask("get auth ignoreip")).isEqualTo(ignored);
        assertThat(ask("get auth maxretry")).isEqualTo("3\n");
        assertThat(proxy.audited()).hasSize(audited);
    }

    @Test
    void withoutATokenTheFileIsNamed() throws IOException {
        Files.delete(directory.resolve("admin-token"));

        AskedProxy.Answer answer = proxy.tell("status");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).startsWith("sekisho: there is no token in " + directory + "/admin-token");
    }

    @Test
    void anotherProxysTokenIsRefused() throws IOException {
        Files.writeString(directory.resolve("admin-token"), "0123456789abcdef0123456789abcdef\n");

        AskedProxy.Answer answer = proxy.tell("ban", "192.0.2.7");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).startsWith("sekisho: the proxy does not take this token");
    }

    @ParameterizedTest
    @CsvSource({"ping", "status", "events", "events --follow", "get auth maxretry", "reload auth"})
    void withoutAProxyTheAddressIsNamed(String line) {
        proxy.stop();

        AskedProxy.Answer answer = proxy.tell(line.split(" "));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors())
                .startsWith("sekisho: no proxy answers on 127.0.0.1:")
                .contains("(admin.address)");
    }
}
