package org.sekisho.app.jailfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of our jails counts what a filter of fail2ban does. */
final class CounterpartTest {
    @ParameterizedTest
    @CsvSource({
        "postfix, unknown-users",
        "postfix[mode=auth], auth",
        "postfix[mode=ddos], connect-and-leave",
        "postfix[mode=errors], errors",
        "postfix[mode=aggressive], unknown-users auth connect-and-leave",
        "postfix-sasl, auth",
        "dovecot, auth",
        "recidive, recidive",
    })
    @DisplayName("capability 1.3: the jails of a mail server")
    void whatIsSeenInSessionsHasAJailHere(String filter, String jails) {
        assertThat(Counterpart.of(filter).jails()).isEqualTo(List.of(jails.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshd", "proftpd", "dovecot-pop3imap"})
    void whatDoesNotPassHereIsLeftToFail2ban(String filter) {
        assertThat(Counterpart.of(filter))
                .isEqualTo(new Counterpart(
                        List.of(), "the filter '" + filter + "' is not about SMTP; keep this jail in fail2ban"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exim", "courier-auth"})
    void anotherMailServersOffencesAreCountedWithoutItsLog(String filter) {
        assertThat(Counterpart.of(filter).jails()).isEmpty();
        assertThat(Counterpart.of(filter).remark()).contains("unknown-users, auth and relay");
    }
}
