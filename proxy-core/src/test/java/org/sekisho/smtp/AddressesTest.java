package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of MAIL and RCPT (N1 to N7, bug 63). */
class AddressesTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
                    <a@b>                             ; a                  ; b
                    <User.Name+tag@Example.COM>       ; User.Name+tag      ; Example.COM
                    <"a b"@c>                         ; a b                ; c
                    <"a\\"b"@c>                       ; a"b                ; c
                    <"a\\\\b"@c>                      ; a\\b               ; c
                    <"a@b"@c>                         ; a@b                ; c
                    <"x@evil"@good>                   ; x@evil             ; good
                    <"a> b"@c>                        ; a> b               ; c
                    <""@c>                            ;                    ; c
                    <a@[192.0.2.1]>                   ; a                  ; [192.0.2.1]
                    <a@[IPv6:2001:db8::1]>            ; a                  ; [IPv6:2001:db8::1]
                    <a@[ipv6:::1]>                    ; a                  ; [ipv6:::1]
                    <a@[IPv6:::ffff:192.0.2.1]>       ; a                  ; [IPv6:::ffff:192.0.2.1]
                    <a@[IPv6:1:2:3:4:5:6:7:8]>        ; a                  ; [IPv6:1:2:3:4:5:6:7:8]
                    <user%example.org@relay>          ; user%example.org   ; relay
                    <host!user@relay>                 ; host!user          ; relay
                    <a@my_host.example.jp>            ; a                  ; my_host.example.jp
                    <a@-odd-.example>                 ; a                  ; -odd-.example
                    <prvs=1234567890=a@b.example>     ; prvs=1234567890=a  ; b.example
                    <SRS0=Ab+c=9Z=d.example=u@e>      ; SRS0=Ab+c=9Z=d.example=u ; e
                    <#$&'*/?^_`{|}~-@b>               ; #$&'*/?^_`{|}~-    ; b
                    <利用者@例え.jp>                   ; 利用者              ; 例え.jp
                    """)
    void takesThisAddressFromSenderAndRecipient(String path, String localPart, String domain) {
        String expectedLocalPart = localPart == null ? "" : localPart;
        String written = path.substring(1, path.length() - 1);
        Mailbox expected = new Mailbox(written, expectedLocalPart, domain);
        assertThat(parse("MAIL FROM:" + path)).isEqualTo(mail(expected));
        assertThat(parse("RCPT TO:" + path)).isEqualTo(rcpt(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "<@r1:a@b>, a@b",
        "'<@r1,@r2.example:a@b>', a@b",
        "<@[192.0.2.1]:a@b>, a@b",
        "a@b, a@b",
        "'  <a@b>', a@b",
        "'<a@b>   ', a@b",
        "' a@b ', a@b"
    })
    void writesTheAddressInItsStrictForm(String path, String written) {
        assertThat(parse("MAIL FROM:" + path)).isEqualTo(mail(new Mailbox(written, "a", "b")));
        assertThat(parse("RCPT TO:" + path)).isEqualTo(rcpt(new Mailbox(written, "a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a@b",
                "a@b>",
                "<a@b>>",
                "<<a@b>>",
                "<a>",
                "<@b>",
                "<a@>",
                "<@>",
                "<>x",
                "< >",
                "<a@b@c>",
                "<a b@c>",
                "<\"a@b>",
                "<\"a\"b@c>",
                "<\"a\\\"@b>",
                "<a\"b\"@c>",
                "<a@b c>",
                "<a@b>SIZE=1",
                "<a(comment)@b>",
                "<a@b..c>",
                "<a@.b>",
                "<a@b.>",
                "<a@b,c@d>",
                "<a,b@c>",
                "<a:b@c>",
                "<a;b@c>",
                "<a@b!c>",
                "<a\\ b@c>",
                "<@r1>",
                "<@r1 :a@b>",
                "<@r1,r2:a@b>",
                "<@r1,:a@b>",
                "<@:a@b>",
                "<r1:a@b>",
                "Foo <a@b>",
                "<[a]@b>",
                "<a@[192.0.2]>",
                "<a@[192.0.2.256]>",
                "<a@[192.0.2.1>",
                "<a@192.0.2.1]>",
                "<a@[]>",
                "<a@[192.0.2.0001]>",
                "<a@[2001:db8::1]>",
                "<a@[IPv6:]>",
                "<a@[IPv6:1:2:3]>",
                "<a@[IPv6:1::2::3]>",
                "<a@[IPv6:12345::]>",
                "<a@[IPv6:g::]>",
                "<a@[IPv6:1:2:3:4:5:6:7:8:9]>",
                "<a@[IPv6:1:2:3:4::5:6:7:8]>",
                "<a@[IPv6:192.0.2.1::]>",
                "<a@[IPv6::1]>",
                "<a@[IPv6:::1:]>",
                "<a@[IPv6:fe80::1%eth0]>",
                "<a@[x:y]>",
                "<root>"
            })
    void refusesThisAddressFromSenderAndRecipient(String path) {
        assertThat(reply("MAIL FROM:" + path)).isEqualTo("501 5.1.7 Bad sender address syntax");
        assertThat(reply("RCPT TO:" + path)).isEqualTo("501 5.1.3 Bad recipient address syntax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".a", "a.", "..", "foo..bar.+caf_=user=example.com"})
    void toleratesDotsOutOfPlaceInSendersOnly(String localPart) {
        String written = localPart + "@docomo.ne.jp";
        assertThat(parse("MAIL FROM:<" + written + ">"))
                .isEqualTo(mail(new Mailbox(written, localPart, "docomo.ne.jp")));
        assertThat(reply("RCPT TO:<" + written + ">")).startsWith("501 5.1.3 ");
    }

    @Test
    void takesTheNullReversePathInMailOnly() {
        assertThat(parse("MAIL FROM:<>")).isEqualTo(new Command.Mail(ReversePath.NULL, List.of()));
        assertThat(parse("MAIL FROM: <> ")).isEqualTo(new Command.Mail(ReversePath.NULL, List.of()));
        assertThat(reply("RCPT TO:<>")).startsWith("501 5.1.3 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Postmaster>", "<postmaster>", "POSTMASTER"})
    void takesABarePostmasterInRcptOnly(String path) {
        String name = path.replace("<", "").replace(">", "");
        assertThat(parse("RCPT TO:" + path)).isEqualTo(rcpt(new Mailbox(name, name, "")));
        assertThat(reply("MAIL FROM:" + path)).startsWith("501 5.1.7 ");
    }

    @Test
    void knowsThePostmasterInAnyLetterCaseButNoLookAlike() {
        assertThat(new Mailbox("PostMaster@b", "PostMaster", "b").postmaster()).isTrue();
        assertThat(new Mailbox("po\u017ftmaster@b", "po\u017ftmaster", "b").postmaster())
                .isFalse();
        assertThat(reply("RCPT TO:<po\u017ftmaster>")).startsWith("501 5.1.3 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 200, 252})
    void takesALongLocalPartWithinThePathLimit(int length) {
        assertThat(parse("RCPT TO:<" + "x".repeat(length) + "@b>")).isInstanceOf(Command.Rcpt.class);
    }

    @Test
    void takesAPathOf256OctetsAndNoLongerOne() {
        String longest = "<" + "x".repeat(250) + "@a.b>";
        assertThat(longest).hasSize(256);
        assertThat(parse("MAIL FROM:" + longest)).isInstanceOf(Command.Mail.class);
        assertThat(parse("RCPT TO:" + longest)).isInstanceOf(Command.Rcpt.class);
        assertThat(reply("MAIL FROM:" + longest.replace("@", "x@"))).startsWith("501 5.1.7 ");
        assertThat(reply("RCPT TO:" + longest.replace("@", "x@"))).startsWith("501 5.1.3 ");
    }

    @Test
    void countsOctetsNotCharactersOfAPath() {
        assertThat(parse("RCPT TO:<" + "\u00e9".repeat(126) + "@b>")).isInstanceOf(Command.Rcpt.class);
        assertThat(reply("RCPT TO:<" + "\u00e9".repeat(127) + "@b>")).startsWith("501 5.1.3 ");
    }

    @Test
    void keepsTheBytesOfAnAddress() {
        byte[] line = "RCPT TO:<\"L o.C\\a\"@\u4f8b\u3048.JP>".getBytes(StandardCharsets.UTF_8);
        Command.Rcpt rcpt = (Command.Rcpt) CommandParser.parse(line);
        assertThat(rcpt.to().written().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(Arrays.copyOfRange(line, 9, line.length - 1));
    }

    private static Command mail(Mailbox sender) {
        return new Command.Mail(ReversePath.of(sender), List.of());
    }

    private static Command rcpt(Mailbox recipient) {
        return new Command.Rcpt(recipient, List.of());
    }

    private static Command parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String reply(String line) {
        assertThat(parse(line)).as(line).isInstanceOf(Command.Malformed.class);
        return ((Command.Malformed) parse(line)).reply().toString();
    }
}
