package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.net.codec.Cuts.buffer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDecoderTest {
    private static final String END = "\r\n.\r\n";
    private static final boolean STRICT = false;
    private static final boolean NORMALIZE = true;

    private record Outcome(String content, boolean ended, boolean violated, long size, String rest) {}

    @ParameterizedTest
    @CsvSource(textBlock = """
            '.rn',                    '',                 0
            'rn.rn',                  'rn',               2
            'arn.rn',                 'arn',              3
            'arnbrn.rn',              'arnbrn',           6
            'arnrn.rn',               'arnrn',            5
            '..rn.rn',                '..rn',             3
            '...rn.rn',               '...rn',            4
            '.xrn.rn',                'xrn',              3
            '..xrn.rn',               '..xrn',            4
            '.x.yrn.rn',              'x.yrn',            5
            'arn..rnbrn.rn',          'arn..rnbrn',       9
            'arn.brn..crn.rn',        'arnbrn..crn',      10
            'a.rn.b.rn.rn',           'a.rnb.rn',         8
            '. rn.rn',                ' rn',              3
            'a0.brn0.rn.rn',          'a0.brn0.rn',       10
            'arn0.rn.rn',             'arn0.rn',          7
            """)
    void passesOnWhatOurOwnStuffingWouldGive(String stream, String content, long size) {
        assertOnEveryCut(
                octets(stream) + "QUIT\r\n", STRICT, new Outcome(octets(content), true, false, size, "QUIT\r\n"));
    }

    /** S4, S5, S10: all of it up to the true end is one message, and nothing from the violation on goes upstream. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            'n.n',       ''
            'n.r',       ''
            'r.n',       ''
            'r.r',       ''
            'n.rn',      ''
            'r.rn',      ''
            'rn.r',      'rn'
            'rn.n',      'rn'
            'rn.rrn',    'rn'
            'rrn.rrn',   ''
            'nn',        ''
            'rr',        ''
            'rn..r',     'rn..'
            'rn..n',     'rn..'
            'rn.xn',     'rnx'
            'rnn.rn',    'rn'
            'rnr.rn',    'rn'
            """)
    void aBareNewlineIsAViolationAndNoEnd(String newline, String before) {
        String smuggled = "MAIL FROM:<x@example.com>\r\nDATA\r\n..\r\n.x";
        String message = "a" + octets(newline) + smuggled + "\r\n";

        assertOnEveryCut(
                message + ".\r\nQUIT\r\n",
                STRICT,
                new Outcome(
                        "a" + octets(before),
                        true,
                        true,
                        NaiveContent.unstuff(message).length(),
                        "QUIT\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\r\n.\r\n", "a\nb\r\n.\r\n", "a\r\n.\r\r\n.\r\n", "\n\r\n.\r\n", "a\r\n.\n\r\n.\r\n"})
    void theTrueEndIsFoundBehindAViolation(String stream) {
        Outcome outcome = decode(List.of(Cuts.octets(stream + "QUIT\r\n")), STRICT);

        assertThat(outcome.violated()).isTrue();
        assertThat(outcome.rest()).isEqualTo("QUIT\r\n");
    }

    @Test
    void aNulBeforeTheDotIsNoEnd() {
        assertOnEveryCut("a\r\n\0.\r\nb" + END, STRICT, new Outcome("a\r\n\0.\r\nb\r\n", true, false, 10, ""));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'anbrn.rn',          'arnbrn'
            'an.nbrn.rn',        'arn..rnbrn'
            'an.rnbrn.rn',       'arn..rnbrn'
            'an..rnbrn.rn',      'arn...rnbrn'
            'arbrn.rn',          'a brn'
            'ar.rnbrn.rn',       'a .rnbrn'
            'arrn.rn',           'a rn'
            'arn.rrn.rn',        'arn rn'
            'arn.rbrn.rn',       'arn brn'
            'arn.nbrn.rn',       'arnrnbrn'
            'arn.n.rn.rn',       'arnrn..rn'
            'nrn.rn',            'rnrn'
            'rrn.rn',            ' rn'
            'nn.rn.rn',          'rnrn..rn'
            'r.rn.rn',           ' .rn'
            """)
    void normalisingMendsABareNewlineAndStuffsTheDotBehindIt(String stream, String content) {
        String received = octets(stream);
        String message = received.substring(0, received.length() - 3);

        assertOnEveryCut(
                received + "QUIT\r\n",
                NORMALIZE,
                new Outcome(
                        octets(content),
                        true,
                        false,
                        NaiveContent.unstuff(message).length(),
                        "QUIT\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r", "a\r\n", "a\r\n.", "a\r\n.\r"})
    void holdsBackOnlyWhatCouldBeginTheEnd(String stream) {
        for (List<byte[]> segments : Cuts.of(stream)) {
            Outcome outcome = decode(segments, STRICT);

            assertThat(outcome.ended()).isFalse();
            assertThat(outcome.content()).isEqualTo(stream.startsWith("a\r\n") ? "a\r\n" : "a");
        }
    }

    @Test
    void countsTheSizeThatPassesDuringAViolation() {
        DataDecoder decoder = new DataDecoder(STRICT);
        ByteBuf in = buffer("a\nbbbb");

        decoder.decode(in, ByteBuf::release);
        in.release();

        assertThat(decoder.size()).isEqualTo(6);
    }

    @Test
    void passesOnOneBufferACallHoweverManyDots() {
        CollectingSink sink = new CollectingSink();
        ByteBuf in = buffer(".x\r\n".repeat(1000));

        new DataDecoder(STRICT).decode(in, sink);
        in.release();

        assertThat(sink.count()).isOne();
        assertThat(sink.take()).isEqualTo("x\r\n".repeat(1000));
    }

    @Test
    void passesOnUnchangedContentWithoutCopying() {
        ByteBuf in = buffer("a\r\n..\r\nb\r\n.\r\n");

        new DataDecoder(STRICT).decode(in, content -> {
            assertThat(content.memoryAddress()).isEqualTo(in.memoryAddress());
            content.release();
        });
        in.release();
    }

    @Test
    void findsTheEndOfWhatIsDiscarded() {
        DataDecoder decoder = new DataDecoder(STRICT);
        CollectingSink sink = new CollectingSink();
        ByteBuf in = buffer("a\r\n.x\r\n.\r\n");

        decoder.discard();

        assertThat(decoder.decode(in, sink)).isTrue();
        assertThat(sink.count()).isZero();
        in.release();
    }

    @Test
    void agreesWithTheNaiveReadingHoweverItIsCut() {
        for (int seed = 0; seed < 3000; seed++) {
            compareWithTheNaiveReading(seed);
        }
    }

    private static void compareWithTheNaiveReading(int seed) {
        Random random = new Random(seed);
        String body = Cuts.randomStream("\r\n..a\0\u00e9", 40, random);
        String stream = (random.nextBoolean() ? body : body.replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n")) + END + "QUIT";

        int length = NaiveContent.messageLength(stream);
        String message = stream.substring(0, length);
        String rest = stream.substring(length + 3);
        int violation = NaiveContent.violation(message);
        String unstuffed = NaiveContent.unstuff(message);
        Outcome strict = new Outcome(
                NaiveContent.stuff(NaiveContent.unstuff(message.substring(0, violation))),
                true,
                violation < length,
                unstuffed.length(),
                rest);
        Outcome normalized = new Outcome(
                NaiveContent.stuff(NaiveContent.normalize(unstuffed)), true, false, unstuffed.length(), rest);

        assertThat(decode(Cuts.random(stream, random), STRICT))
                .as("seed %d", seed)
                .isEqualTo(strict);
        assertThat(decode(Cuts.random(stream, random), NORMALIZE))
                .as("seed %d", seed)
                .isEqualTo(normalized);
    }

    @Test
    void itsOutputReadAgainIsTheSame() {
        for (int seed = 0; seed < 1000; seed++) {
            compareWithReadingAgain(seed);
        }
    }

    private static void compareWithReadingAgain(int seed) {
        Random random = new Random(seed);
        String stream = Cuts.randomStream("\r\n..a", 60, random) + END;

        String output = decode(Cuts.random(stream, random), NORMALIZE).content();

        assertThat(output).as("seed %d", seed).doesNotContain(END);
        assertThat(NaiveContent.violation(output)).isEqualTo(output.length());
        Outcome again = decode(Cuts.random(output + ".\r\n", random), STRICT);
        assertThat(again.content()).as("seed %d", seed).isEqualTo(output);
        assertThat(again.ended()).isTrue();
        assertThat(again.violated()).isFalse();
        assertThat(again.rest()).isEmpty();
    }

    private static void assertOnEveryCut(String stream, boolean normalize, Outcome expected) {
        for (List<byte[]> segments : Cuts.of(stream)) {
            assertThat(decode(segments, normalize)).isEqualTo(expected);
        }
    }

    private static Outcome decode(List<byte[]> segments, boolean normalize) {
        DataDecoder decoder = new DataDecoder(normalize);
        CollectingSink sink = new CollectingSink();
        StringBuilder rest = new StringBuilder();
        List<ByteBuf> buffers = segments.stream().map(Cuts::buffer).toList();
        boolean ended = false;
        for (ByteBuf in : buffers) {
            ended = ended || decoder.decode(in, sink);
            rest.append(in.toString(StandardCharsets.ISO_8859_1));
            in.release();
        }
        String content = sink.take();
        assertThat(buffers).as("buffers are released").allMatch(in -> in.refCnt() == 0);
        return new Outcome(content, ended, decoder.violated(), decoder.size(), rest.toString());
    }

    /** In the tables r is CR, n is LF and 0 is NUL. */
    private static String octets(String text) {
        return text.replace('r', '\r').replace('n', '\n').replace('0', '\0');
    }
}
