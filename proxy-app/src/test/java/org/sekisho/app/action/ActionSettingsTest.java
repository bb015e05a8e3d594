package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.action.NftablesSettings.Block;

final class ActionSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"root", "a@b c", "root@example.org\r\nBcc: x@example.net", ""})
    void mailGoesToAMailAddress(String address) {
        MailSettings usual = MailSettings.DEFAULTS;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MailSettings(
                        List.of(address),
                        usual.from(),
                        usual.server(),
                        usual.about(),
                        true,
                        usual.whoisServer(),
                        true,
                        60,
                        List.of()))
                .withMessageContaining("is not a mail address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.org/", "hooks.example.org", "https:///bans", "ht tp://x"})
    void webhooksAreOnTheWeb(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSettings(Optional.of(url), Optional.empty(), Duration.ofSeconds(1)))
                .withMessageStartingWith("url: '" + url + "' is not ");
    }

    @Test
    void passwordsDoNotBelongIntoAUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSettings(
                        Optional.of("https://me:secret@example.org/"), Optional.empty(), Duration.ofSeconds(1)))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x; flush ruleset", "Sekisho", "1x"})
    void aTableHasAPlainName(String table) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NftablesSettings(true, List.of(25), table, Block.DROP))
                .withMessageStartingWith("table must ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void portsArePorts(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NftablesSettings(true, List.of(port), "sekisho", Block.DROP))
                .withMessage("ports must be 1 to 65535");
    }

    @Test
    void aCommandHasItsWholePath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandSettings(List.of("on-ban $SEKISHO_IP"), List.of(), Duration.ofSeconds(1)))
                .withMessageStartingWith("ban: 'on-ban $SEKISHO_IP' must be the whole path of a program");
    }
}
