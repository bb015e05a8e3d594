package org.sekisho.app.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.pseudonym.Names.Persons;
import org.sekisho.settings.Network;
import org.sekisho.testing.ManualTime;

final class PseudonymsTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private PseudonymKeys keys;
    private Pseudonyms names;

    @BeforeEach
    void open() throws IOException {
        keys = PseudonymKeys.open(directory, Duration.ofDays(30), Duration.ofDays(90), time, new SecureRandom());
        names = new Pseudonyms(keys, List.of(Network.parse("127.0.0.0/8"), Network.parse("10.0.0.2")));
    }

    /** The forms that names have in logs, evidence and replies, and what becomes of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.7                                      | ip-H
            from 192.0.2.7.                                | from ip-H.
            192.0.2.7:40000: too many connections          | ip-H:40000: too many connections
            [::ffff:192.0.2.7]:25                          | [ip-H]:25
            [2001:db8::1]:25                               | [ip-H]:25
            2001:db8::1: refused                           | ip-H: refused
            [IPv6:2001:db8::1]                             | [IPv6:ip-H]
            the network 192.0.2.0/24                       | the network net-H
            2001:db8::/64 a@example.org                    | net-H mbox-H@example.org
            192.0.2.7/24                                   | ip-H/24
            7.2.0.192.zen.example.net                      | host-H
            203-0-113-57.dsl.isp.example                   | host-H
            from=<a@b.example> to=<c'd=e@f.example> 550    | from=<mbox-H@b.example> to=<mbox-H@f.example> 550
            from=<> to=<postmaster> 550                    | from=<> to=<mbox-H> 550
            to=<somebody-with-a-long-na…                   | to=<mbox-H
            550 5.1.1 <bob>: Recipient address rejected    | 550 5.1.1 <mbox-H>: Recipient address rejected
            <"a b"@example.org>: no                        | <mbox-H@example.org>: no
            said 'bob@example.org' is unknown.             | said 'mbox-H@example.org' is unknown.
            from=<"a b"@example.org> to=<c@d.example> 450   | from=<mbox-H@example.org> to=<mbox-H@d.example> 450
            user@[192.0.2.7]                               | mbox-H
            AUTH failed for joe 535                        | AUTH failed for acct-H 535
            AUTH failed for joe doe 454                    | AUTH failed for acct-H 454
            """)
    void replacesWhoIsNamedInAText(String text, String expected) {
        assertThat(names.text(text).replaceAll("(?<=(ip|net|host|mbox|acct)-)[0-9a-f]{12}", "H"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Listening on 127.0.0.1:25 (mx)",
                "Upstream 10.0.0.2:10025: ready",
                "at 12:00:00 and 2026-03-01T12:00:00Z",
                "250 2.1.5 Ok",
                "421 4.7.0 too many",
                "at org.sekisho.Foo.<init>(Foo.java:12) ~[logback-classic-1.5.18.jar:na]",
                "mail.example.net greets as mx1.example.org",
                "version 1.2.3",
                "Foo::bar"
            })
    void leavesWhatNamesNobody(String text) {
        assertThat(names.text(text)).isEqualTo(text);
    }

    @Test
    void callsTheSameTheSameWhereverItStands() {
        String address = names.address("2001:db8::1");

        assertThat(names.text("from 2001:DB8:0::1")).isEqualTo("from " + address);
        assertThat(names.text("to=<Bob@Example.org>")).isEqualTo("to=<" + names.mailbox("bob@example.org") + ">");
        assertThat(names.account("bob@example.org")).isEqualTo(names.mailbox("bob@example.org"));
        assertThat(names.text("AUTH failed for joe 535")).contains(names.account("joe"));
    }

    @Test
    void findsThoseWhoTakePartInAnyText() {
        Persons persons = new Persons(Optional.of("joe"), List.of("bob@example.org", "a@example.org"));

        assertThat(names.text("550 a user joe may not, bob's is a box for bobby", persons))
                .isEqualTo("550 a user " + names.account("joe") + " may not, " + names.mailbox("bob@example.org")
                        + "'s is a box for bobby");
    }

    @Test
    void nothingIsNobody() {
        assertThat(names.mailbox("")).isEmpty();
    }

    @Test
    void callsEverybodyOtherwiseUnderTheNextKey() {
        String before = names.address("192.0.2.7");
        time.advance(Duration.ofDays(30));
        keys.turn();

        assertThat(names.address("192.0.2.7")).isNotEqualTo(before);
    }
}
