package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sekisho.net.codec.Cuts.buffer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.codec.LineDecoder.Status;

class LineDecoderTest {
    private static final int LIMIT = 12;

    /** The stream with its CR as r and LF as n; the lines, or ! for too long and ? for a bare newline. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            'NOOPrn',                        'NOOP'
            'rn',                            ''
            'FOOBAR xrnNOOPrn',              'FOOBAR x|NOOP'
            'EHLO xrnMAIL FROrnQUIT',        'EHLO x|MAIL FRO'
            '1234567890rnNOOPrn',            '1234567890|NOOP'
            '12345678901rnNOOPrn',           '!|NOOP'
            '123456789012rnNOOPrn',          '!|NOOP'
            '1234567890123456789012345rnrn', '!|'
            'NOnOPrnNOOPrn',                 '?|NOOP'
            'NOrOPrnNOOPrn',                 '?|NOOP'
            'NOOPnQUITrnNOOPrn',             '?|NOOP'
            'NOOPrrnNOOPrn',                 '?|NOOP'
            'nrnNOOPrn',                     '?|NOOP'
            'rrrnNOOPrn',                    '?|NOOP'
            'rnnrnNOOPrn',                   '|?|NOOP'
            '1234567890n12345rnNOOPrn',      '?|NOOP'
            '12345678901234n5rnNOOPrn',      '?|NOOP'
            """)
    void onlyCrlfEndsALine(String stream, String lines) {
        for (List<byte[]> segments : Cuts.of(octets(stream))) {
            assertThat(String.join("|", decode(segments))).isEqualTo(lines);
        }
    }

    @Test
    void consumesOneLineAtATime() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        ByteBuf in = buffer("STARTTLS\r\nMAIL\r\n");

        assertThat(decoder.decode(in)).isEqualTo(Status.LINE);
        assertThat(in.readableBytes()).isEqualTo(6);
        in.release();
    }

    @Test
    void anEmptyInputIsNoLine() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        ByteBuf in = buffer("");

        assertThat(decoder.decode(in)).isEqualTo(Status.NONE);
        in.release();
    }

    @Test
    void keepsAPartialLineWhenTheBufferIsGone() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        feed(decoder, "NO");

        assertThat(decoder.idle()).isFalse();
        assertThat(feed(decoder, "OP\r\n")).isEqualTo(Status.LINE);
        assertThat(decoder.line()).asString(StandardCharsets.US_ASCII).isEqualTo("NOOP");
        assertThat(decoder.idle()).isTrue();
    }

    @Test
    void forgetsAPartialLineWhenCleared() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        feed(decoder, "QU\r");

        decoder.clear();

        assertThat(decoder.idle()).isTrue();
        assertThat(feed(decoder, "NOOP\r\n")).isEqualTo(Status.LINE);
        assertThat(decoder.line()).asString(StandardCharsets.US_ASCII).isEqualTo("NOOP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123", "1\n34567890123"})
    void countsWhatItDiscardsOfALineThatDoesNotEnd(String start) {
        LineDecoder decoder = new LineDecoder(LIMIT);

        feed(decoder, start);
        feed(decoder, "1234567");

        assertThat(decoder.discarded()).isEqualTo(20);
        assertThat(decoder.idle()).isFalse();
    }

    @Test
    void countsAnewForTheNextLine() {
        LineDecoder decoder = new LineDecoder(LIMIT);

        feed(decoder, "12345678901234567890");
        feed(decoder, "\r\n");

        assertThat(decoder.discarded()).isZero();
    }

    @Test
    void takesALongerLineOnceTheLimitAllowsIt() {
        LineDecoder decoder = new LineDecoder(LIMIT);

        decoder.setLimit(100);

        assertThat(feed(decoder, "x".repeat(98) + "\r\n")).isEqualTo(Status.LINE);
    }

    @Test
    void refusesALimitThatHoldsNoCrlf() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LineDecoder(1));
    }

    @Test
    void wipesSecretLinesFromTheInput() {
        String stream = "dGVzdA==\r\nc2Vj\nmV0\r\n" + "x".repeat(30) + "\r\n";
        for (List<byte[]> segments : Cuts.of(stream)) {
            LineDecoder decoder = new LineDecoder(LIMIT);
            decoder.setSecret(true);

            assertThat(wireAfterDecoding(decoder, segments)).isEqualTo("\0".repeat(stream.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH PL x\r\n", "auth PLAIN too long for the limit\r\n", "Auth P\nLAIN x\r\n"})
    void wipesAnAuthCommandFromTheInput(String command) {
        String wire =
                wireAfterDecoding(new LineDecoder(LIMIT), List.of(Cuts.octets("NOOP\r\n" + command + "NOOP\r\n")));

        assertThat(wire).isEqualTo("NOOP\r\n" + "\0".repeat(command.length()) + "NOOP\r\n");
    }

    @Test
    void wipesTheArgumentOfAnAuthCommandWhereverItIsCut() {
        String command = "AUTH PLAIN zgzg==\r\n";
        for (List<byte[]> segments : Cuts.of(command)) {
            assertThat(wireAfterDecoding(new LineDecoder(100), segments)).doesNotContain("z", "g", "=");
        }
    }

    @Test
    void givesAnAuthCommandWhole() {
        LineDecoder decoder = new LineDecoder(100);

        feed(decoder, "AUTH PLA");
        feed(decoder, "IN AGEAYg==\r\n");

        assertThat(decoder.line()).asString(StandardCharsets.US_ASCII).isEqualTo("AUTH PLAIN AGEAYg==");
    }

    @Test
    void agreesWithTheNaiveReadingHoweverItIsCut() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            String stream = Cuts.randomStream("\r\nabcdefe\0\u00e9", 80, random).replace("e", "\r\n");

            assertThat(decode(Cuts.random(stream, random))).as("seed %d", seed).isEqualTo(naive(stream));
        }
    }

    private static List<String> naive(String stream) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = stream.indexOf("\r\n"); end >= 0; end = stream.indexOf("\r\n", start)) {
            String line = stream.substring(start, end);
            boolean bare = line.contains("\r") || line.contains("\n");
            lines.add(bare ? "?" : line.length() + 2 > LIMIT ? "!" : line);
            start = end + 2;
        }
        return lines;
    }

    private static List<String> decode(List<byte[]> segments) {
        LineDecoder decoder = new LineDecoder(LIMIT);
        List<String> lines = new ArrayList<>();
        for (byte[] segment : segments) {
            ByteBuf in = buffer(segment);
            for (Status status = decoder.decode(in); status != Status.NONE; status = decoder.decode(in)) {
                lines.add(
                        switch (status) {
                            case TOO_LONG -> "!";
                            case BARE_NEWLINE -> "?";
                            default -> new String(decoder.line(), StandardCharsets.ISO_8859_1);
                        });
            }
            assertThat(in.isReadable()).isFalse();
            assertThat(in.release()).isTrue();
        }
        return lines;
    }

    private static Status feed(LineDecoder decoder, String segment) {
        ByteBuf in = buffer(segment);
        Status status = decoder.decode(in);
        in.release();
        return status;
    }

    /** What memory still holds of the stream. */
    private static String wireAfterDecoding(LineDecoder decoder, List<byte[]> segments) {
        StringBuilder wire = new StringBuilder();
        for (byte[] segment : segments) {
            ByteBuf in = buffer(segment);
            while (in.isReadable()) {
                decoder.decode(in);
            }
            wire.append(in.toString(0, in.writerIndex(), StandardCharsets.ISO_8859_1));
            in.release();
        }
        return wire.toString();
    }

    /** In the table r is CR and n is LF. */
    private static String octets(String text) {
        return text.replace('r', '\r').replace('n', '\n');
    }
}
