package org.sekisho.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    @ParameterizedTest
    @ValueSource(strings = {"DATA", "data", "dAtA", "DATA ", "DATA   "})
    void readsVerbsInAnyLetterCaseAndSpacesAtTheEnd(String line) {
        assertThat(parse(line)).isEqualTo(new Command.Simple(Verb.DATA));
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"DATA", "RSET", "QUIT", "STARTTLS"})
    void refusesArgumentsOfACommandThatHasNone(Verb verb) {
        assertThat(parse(verb.name())).isEqualTo(new Command.Simple(verb));
        assertThat(reply(verb + " foo")).isEqualTo("501 5.5.4 No argument is allowed");
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"NOOP", "HELP"})
    void ignoresArgumentsOfNoopAndHelp(Verb verb) {
        assertThat(parse(verb.name())).isEqualTo(new Command.Simple(verb));
        assertThat(parse(verb + " foo bar")).isEqualTo(new Command.Simple(verb));
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"VRFY", "EXPN"})
    void wantsAnArgumentOfVrfyAndExpn(Verb verb) {
        assertThat(reply(verb.name())).startsWith("501 5.5.4 Syntax: " + verb);
        assertThat(reply(verb + " ")).startsWith("501 5.5.4 Syntax: " + verb);
        assertThat(parse(verb + " user")).isEqualTo(new Command.Simple(verb));
        assertThat(parse(verb + " \u5229\u7528\u8005@b SMTPUTF8")).isEqualTo(new Command.Simple(verb));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User",
                "my_host.local",
                "[192.0.2.1]",
                "[IPv6:::1]",
                "192.0.2.1",
                "-",
                "a..b",
                "win-PC.",
                "%n%s",
                "localhost:25"
            })
    void takesAnyWordAsAGreetingName(String name) {
        assertThat(parse("EHLO " + name)).isEqualTo(new Command.Ehlo(name));
        assertThat(parse("helo  " + name + " ")).isEqualTo(new Command.Helo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " two words", " \u4f8b\u3048.jp"})
    void refusesAGreetingNameThatIsNoAsciiWord(String rest) {
        assertThat(reply("EHLO" + rest)).isEqualTo("501 Syntax: EHLO hostname");
        assertThat(reply("HELO" + rest)).isEqualTo("501 Syntax: HELO hostname");
    }

    @Test
    void takesAGreetingNameOf255Octets() {
        assertThat(parse("EHLO " + "x".repeat(255))).isInstanceOf(Command.Ehlo.class);
        assertThat(reply("EHLO " + "x".repeat(256))).startsWith("501 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL",
                "MAIL ",
                "MAIL FROM",
                "MAIL FROM:",
                "MAIL FROM: ",
                "MAIL <a@b>",
                "MAIL TO:<a@b>",
                "MAIL FROM <a@b>",
                "MAIL FROM :<a@b>",
                "MAIL FROM=<a@b>"
            })
    void refusesMailWithoutASender(String line) {
        assertThat(reply(line)).isEqualTo("501 5.5.4 Syntax: MAIL FROM:<address>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT",
                "RCPT ",
                "RCPT TO",
                "RCPT TO:",
                "RCPT TO:  ",
                "RCPT <a@b>",
                "RCPT FROM:<a@b>",
                "RCPT TO <a@b>"
            })
    void refusesRcptWithoutARecipient(String line) {
        assertThat(reply(line)).isEqualTo("501 5.5.4 Syntax: RCPT TO:<address>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<a@b>", "mail from:<a@b>", "MAIL   From: <a@b>"})
    void readsMailInAnyLetterCaseAndSpacing(String line) {
        assertThat(parse(line)).isEqualTo(new Command.Mail(ReversePath.of(new Mailbox("a@b", "a", "b")), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "BDAT 0, 0, false",
        "BDAT 86 LAST, 86, true",
        "bdat 86 last, 86, true",
        "'BDAT  007  LAST ', 7, true",
        "BDAT 9223372036854775807, 9223372036854775807, false"
    })
    void readsTheSizeOfAChunk(String line, long size, boolean last) {
        assertThat(parse(line)).isEqualTo(new Command.Bdat(size, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT",
                "BDAT ",
                "BDAT LAST",
                "BDAT -1",
                "BDAT +1",
                "BDAT 1k",
                "BDAT 0x10",
                "BDAT 9223372036854775808",
                "BDAT 1\t"
            })
    void refusesAChunkWhoseSizeNobodyCanRead(String line) {
        assertThat(parse(line)).isEqualTo(new Command.Malformed(Verb.BDAT, Replies.BDAT_SYNTAX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT 5 FIRST", "BDAT 5 LAST LAST", "BDAT 5 LA\0ST", "BDAT 5 \u00ff", "BDAT 5 LAST\t"})
    void tellsTheSizeOfAChunkWithABadMarker(String line) {
        assertThat(parse(line)).isEqualTo(new Command.BadBdat(5, Replies.BDAT_SYNTAX));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH PLAIN, PLAIN, ",
        "auth login, LOGIN, ",
        "'AUTH SCRAM-SHA-256  ', SCRAM-SHA-256, ",
        "AUTH PLAIN =, PLAIN, =",
        "AUTH PLAIN AGEAYg==, PLAIN, AGEAYg==",
        "'AUTH  PLAIN  AGEAYg== ', PLAIN, AGEAYg==",
        "AUTH X_OAUTH2 ab+/, X_OAUTH2, ab+/"
    })
    void readsTheMechanismAndTheInitialResponse(String line, String mechanism, String response) {
        Command.Auth auth = (Command.Auth) parse(line);
        assertThat(auth.mechanism()).isEqualTo(mechanism);
        assertThat(auth.initialResponse()
                        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                        .orElse(null))
                .isEqualTo(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH",
                "AUTH ",
                "AUTH =",
                "AUTH PLAIN,X",
                "AUTH ABCDEFGHIJKLMNOPQRSTU",
                "AUTH PL\u00c4IN",
                "AUTH PLAIN\tAAAA"
            })
    void refusesAuthWithoutAMechanism(String line) {
        assertThat(parse(line)).isEqualTo(new Command.Malformed(Verb.AUTH, Replies.AUTH_SYNTAX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=AAA",
                "AAA=BBB",
                "AAA",
                "A===",
                "AA=A",
                "====",
                "==",
                "AAAA AAAA",
                "AAA\0",
                "AA-_",
                "\u00e9\u00e9",
                "*"
            })
    void refusesAnInitialResponseThatIsNotBase64(String response) {
        assertThat(parse("AUTH PLAIN " + response)).isEqualTo(new Command.Malformed(Verb.AUTH, Replies.NOT_BASE64));
    }

    @Test
    void keepsTheInitialResponseOutOfTheTextOfAuth() {
        assertThat(parse("AUTH PLAIN c2VjcmV0")).hasToString("AUTH PLAIN ***");
        assertThat(parse("AUTH PLAIN c2VjcmV0!").toString()).doesNotContain("c2Vj");
    }

    @Test
    void copiesTheInitialResponseSoThatTheLineCanBeWiped() {
        byte[] line = "AUTH PLAIN AAAA".getBytes(StandardCharsets.US_ASCII);
        Command.Auth auth = (Command.Auth) CommandParser.parse(line);
        Arrays.fill(line, (byte) 0);
        assertThat(auth.initialResponse())
                .hasValueSatisfying(bytes -> assertThat(bytes).containsOnly('A'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "   ", " NOOP"})
    void wantsAVerbAtTheStartOfTheLine(String line) {
        assertThat(parse(line)).isEqualTo(new Command.Malformed(Verb.OTHER, Replies.EMPTY_COMMAND));
    }

    @ParameterizedTest
    @CsvSource({
        "FOOBAR x, FOOBAR",
        "foo, foo",
        "MAILFROM:<a@b> x, MAILFROM:<a@b>",
        "OTHER, OTHER",
        "XCLIENT ADDR=1.2.3.4, XCLIENT",
        "ma\u0131l, ma??l",
        "\u017ftarttls, ??tarttls",
        "EHL, EHL",
        "M@IL, M@IL",
        "1, 1"
    })
    void handsOnAVerbThatItDoesNotKnow(String line, String word) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Command.Unknown.class, it -> assertThat(it.word()).isEqualTo(word));
    }

    @Test
    void cutsAnUnknownVerbTo64Characters() {
        assertThat(parse("x".repeat(4096))).isEqualTo(new Command.Unknown("x".repeat(64), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "post /x",
                "CONNECT mail:25 HTTP/1.0",
                "HEAD /",
                "PUT /",
                "OPTIONS * HTTP/1.1",
                "Host: mail",
                "Content-Length:5",
                "PRI * HTTP/2.0",
                "SSH-2.0-OpenSSH_9.2",
                "\u0016\u0003\u0001",
                "\0",
                "\u00ff\u00fe"
            })
    void tellsAnotherProtocolFromAMistypedCommand(String line) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Command.Unknown.class, it -> assertThat(it.notSmtp()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GETTING x", "FOO", "XFORWARD NAME=a", "ETRN x", "AGEAYg==", ":", "."})
    void takesAMistypedCommandForSmtp(String line) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Command.Unknown.class, it -> assertThat(it.notSmtp()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP \0", "EHLO a\tb", "MAIL FROM:<a@b>\t", "MAIL\tFROM:<a@b>", "RCPT TO:<\"a\tb\"@c>",
                        "RCPT TO:<a\u007f@b>",
                "MAIL FROM:<a@b> X=\u001b[1m", "VRFY \u0085", "RCPT TO:<a\u009f@b>", "FOO\u0001", "RSET\u000b",
                        "QUIT\u000c"
            })
    void refusesControlCharactersIncludingTabs(String line) {
        assertThat(((Command.Malformed) parse(line)).reply()).isEqualTo(Replies.CONTROL_CHARACTER);
    }

    @Test
    void refusesInvalidUtf8RatherThanReplaceIt() {
        for (int[] octets : new int[][] {{0xff}, {0xc3}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}}) {
            byte[] line = "VRFY 1234567890".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < octets.length; i++) {
                line[5 + i] = (byte) octets[i];
            }
            assertThat(CommandParser.parse(line)).isEqualTo(new Command.Malformed(Verb.VRFY, Replies.NOT_UTF8));
        }
    }

    private static final List<String> STARTS = List.of(
            "",
            "MAIL FROM:",
            "MAIL FROM:<",
            "RCPT TO:<",
            "RCPT TO:<a@",
            "RCPT TO:<a@[IPv6:",
            "MAIL FROM:<> ",
            "RCPT TO:<a@b> ORCPT=utf-8;",
            "EHLO ",
            "BDAT ",
            "BDAT 5 ",
            "AUTH ",
            "AUTH PLAIN ",
            "VRFY ",
            "NOOP ");
    private static final String TELLING = "<>@:.,\"\\[]=;+ \t\r\n\0aAzZ09-_\u007f";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverThrowsNorLetsAControlCharacterPass(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 25_000; round++) {
            byte[] line = randomLine(random);
            Command command = CommandParser.parse(line);
            assertThat(written(command).chars().noneMatch(Character::isISOControl))
                    .as("%s from %s", command, Arrays.toString(line))
                    .isTrue();
        }
    }

    private static byte[] randomLine(Random random) {
        byte[] start = STARTS.get(random.nextInt(STARTS.size())).getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(start, start.length + random.nextInt(20));
        boolean anyOctet = random.nextBoolean();
        for (int i = start.length; i < line.length; i++) {
            line[i] = (byte) (anyOctet ? random.nextInt(256) : TELLING.charAt(random.nextInt(TELLING.length())));
        }
        return line;
    }

    /** Everything of a command that may be relayed, logged or shown. */
    private static String written(Command command) {
        if (command instanceof Command.Mail mail) {
            return mail.from()
                    + String.join(
                            "",
                            mail.parameters().stream().map(Parameter::written).toList());
        }
        if (command instanceof Command.Rcpt rcpt) {
            Mailbox to = rcpt.to();
            return to.written()
                    + to.localPart()
                    + to.domain()
                    + String.join(
                            "",
                            rcpt.parameters().stream().map(Parameter::written).toList());
        }
        return command.toString();
    }

    private static Command parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static String reply(String line) {
        assertThat(parse(line)).as(line).isInstanceOf(Command.Malformed.class);
        return ((Command.Malformed) parse(line)).reply().toString();
    }
}
