package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.sekisho.net.codec.Cuts.buffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkDecoderTest {
    private static final boolean STRICT = false;
    private static final boolean NORMALIZE = true;

    private record Outcome(String content, boolean violated, long size) {}

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',              '',                false
            'a',             'arn',             false
            'arn',           'arn',             false
            '.',             '..rn',            false
            '.rn',           '..rn',            false
            '..',            '...rn',           false
            'arn.',          'arn..rn',         false
            'arn.rnb',       'arn..rnbrn',      false
            'arn.xrn..yrn',  'arn..xrn...yrn',  false
            'a.brn',         'a.brn',           false
            'rn',            'rn',              false
            'ar',            'a',               true
            'an',            'a',               true
            'rn.r',          'rn..',            true
            'rn.n',          'rn..',            true
            'arrn',          'a',               true
            'arnbnc.rnd',    'arnb',            true
            """)
    void turnsChunksIntoStuffedContentHoweverTheyAreCut(String message, String content, boolean violated) {
        Outcome expected =
                new Outcome(octets(content), violated, octets(message).length());

        for (List<byte[]> chunks : Cuts.of(octets(message))) {
            assertThat(decode(chunks, STRICT, new Random(1))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'anb',       'arnbrn'
            'an.nb',     'arn..rnbrn'
            'arb',       'a brn'
            'ar',        'a rn'
            'r',         ' rn'
            'n',         'rn'
            'r.rn',      ' .rn'
            '.n.r.',     '..rn.. .rn'
            """)
    void normalisingMendsABareNewline(String message, String content) {
        Outcome expected = new Outcome(octets(content), false, octets(message).length());

        for (List<byte[]> chunks : Cuts.of(octets(message))) {
            assertThat(decode(chunks, NORMALIZE, new Random(1))).isEqualTo(expected);
        }
    }

    @Test
    void anEmptyLastChunkEndsTheLineThatTheChunksBeforeLeftOpen() {
        assertThat(decode(List.of(Cuts.octets("a"), new byte[0]), STRICT, new Random(1)))
                .isEqualTo(new Outcome("a\r\n", false, 1));
    }

    @Test
    void leavesWhatFollowsTheChunkInTheBuffer() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);
        ByteBuf in = buffer("abBDAT 0 LAST\r\n");
        CollectingSink sink = new CollectingSink();

        decoder.begin(2, false);

        assertThat(decoder.decode(in, sink)).isTrue();
        assertThat(decoder.complete()).isFalse();
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("BDAT 0 LAST\r\n");
        in.release();
        assertThat(sink.take()).isEqualTo("ab");
    }

    @Test
    void consumesTheOctetsOfWhatIsDiscarded() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);
        CollectingSink sink = new CollectingSink();
        ByteBuf in = buffer("a\nb.\r\n");

        decoder.discard();
        decoder.begin(6, true);

        assertThat(decoder.decode(in, sink)).isTrue();
        assertThat(in.isReadable()).isFalse();
        assertThat(sink.count()).isZero();
        in.release();
    }

    @Test
    void addsTheFinalCrlfOnce() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);
        CollectingSink sink = new CollectingSink();
        ByteBuf in = buffer("a");
        decoder.begin(1, true);

        decoder.decode(in, sink);
        decoder.decode(in, sink);
        in.release();

        assertThat(sink.take()).isEqualTo("a\r\n");
    }

    @Test
    void holdsAChunkLargerThanAnIntegerCounts() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);
        ByteBuf in = buffer("abc");
        decoder.begin(Long.MAX_VALUE, true);

        assertThat(decoder.decode(in, ByteBuf::release)).isFalse();
        assertThat(decoder.size()).isEqualTo(3);
        in.release();
    }

    @Test
    void refusesANegativeSize() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);

        assertThatIllegalArgumentException().isThrownBy(() -> decoder.begin(-1, true));
    }

    @Test
    void refusesAChunkBehindTheLast() {
        ChunkDecoder decoder = new ChunkDecoder(STRICT);
        decoder.begin(0, true);
        decoder.decode(Unpooled.EMPTY_BUFFER, ByteBuf::release);

        assertThatIllegalStateException().isThrownBy(() -> decoder.begin(1, false));
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
        String message = random.nextBoolean() ? body : body.replaceAll("\r(?!\n)|(?<!\r)\n", "\r\n");

        int violation = NaiveContent.violation(message);
        boolean violated = violation < message.length();
        String strict = violated ? message.substring(0, violation) : NaiveContent.withFinalCrlf(message);
        String normalized = NaiveContent.withFinalCrlf(NaiveContent.normalize(message));

        assertThat(decode(Cuts.random(message, random), STRICT, random))
                .as("seed %d", seed)
                .isEqualTo(new Outcome(NaiveContent.stuff(strict), violated, message.length()));
        assertThat(decode(Cuts.random(message, random), NORMALIZE, random))
                .as("seed %d", seed)
                .isEqualTo(new Outcome(NaiveContent.stuff(normalized), false, message.length()));
    }

    /** Each chunk arrives in segments of its own; the last one has octets or none. */
    private static Outcome decode(List<byte[]> chunks, boolean normalize, Random random) {
        ChunkDecoder decoder = new ChunkDecoder(normalize);
        CollectingSink sink = new CollectingSink();
        List<ByteBuf> buffers = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            byte[] chunk = chunks.get(i);
            decoder.begin(chunk.length, i == chunks.size() - 1);
            decodeChunk(decoder, new String(chunk, StandardCharsets.ISO_8859_1), sink, buffers, random);
        }
        if (chunks.isEmpty()) {
            decoder.begin(0, true);
            decoder.decode(Unpooled.EMPTY_BUFFER, sink);
        }
        assertThat(decoder.complete()).isTrue();
        String content = sink.take();
        assertThat(buffers).as("buffers are released").allMatch(in -> in.refCnt() == 0);
        return new Outcome(content, decoder.violated(), decoder.size());
    }

    private static void decodeChunk(
            ChunkDecoder decoder, String chunk, CollectingSink sink, List<ByteBuf> buffers, Random random) {
        if (chunk.isEmpty()) {
            assertThat(decoder.decode(Unpooled.EMPTY_BUFFER, sink)).isTrue();
        }
        List<byte[]> segments = Cuts.random(chunk, random);
        for (int i = 0; i < segments.size(); i++) {
            ByteBuf in = buffer(segments.get(i));
            buffers.add(in);
            assertThat(decoder.decode(in, sink)).isEqualTo(i == segments.size() - 1);
            in.release();
        }
    }

    /** In the tables r is CR and n is LF. */
    private static String octets(String text) {
        return text.replace('r', '\r').replace('n', '\n');
    }
}
