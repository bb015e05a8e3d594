package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.sekisho.net.codec.Cuts.buffer;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.codec.ReplyDecoder.Status;
import org.sekisho.smtp.Reply;

class ReplyDecoderTest {
    static Stream<Arguments> goodReplies() {
        return Stream.of(
                Arguments.of("220 mx.example.com ESMTP\r\n", List.of(Reply.of(220, "mx.example.com ESMTP"))),
                Arguments.of("250\r\n", List.of(Reply.of(250, ""))),
                Arguments.of("250 \r\n", List.of(Reply.of(250, ""))),
                Arguments.of("354 go\r\n250 2.0.0 Ok\r\n", List.of(Reply.of(354, "go"), Reply.of(250, "2.0.0 Ok"))),
                Arguments.of(
                        "250-mx\r\n250-SIZE 1000 \r\n250 dsn\r\n",
                        List.of(new Reply(250, List.of("mx", "SIZE 1000 ", "dsn")))),
                Arguments.of(
                        "550-5.1.1 a\r\n550-\r\n550\r\n421 x\r\n",
                        List.of(new Reply(550, List.of("5.1.1 a", "", "")), Reply.of(421, "x"))),
                Arguments.of("250-a\r\n250--b\r\n250 -c\r\n", List.of(new Reply(250, List.of("a", "-b", "-c")))),
                Arguments.of("250 a\tb\0c\r\n", List.of(Reply.of(250, "a b?c"))),
                Arguments.of("599 x\r\n", List.of(Reply.of(599, "x"))));
    }

    @ParameterizedTest
    @MethodSource("goodReplies")
    void readsRepliesHoweverTheyAreCut(String stream, List<Reply> replies) {
        for (List<byte[]> segments : Cuts.of(stream)) {
            assertThat(decode(segments)).isEqualTo(replies);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "250 ok\n",
                "250-a\n250 b\r\n",
                "250 a\rb\r\n",
                "250 ok\r\r\n",
                "\r\n",
                "25\r\n",
                "25 ok\r\n",
                "2500 ok\r\n",
                "250ok\r\n",
                "250\tok\r\n",
                "150 ok\r\n",
                "600 ok\r\n",
                "2x0 ok\r\n",
                "ok\r\n",
                " 250 ok\r\n",
                "-25 ok\r\n",
                "250-a\r\n251 b\r\n",
                "250-a\r\nb\r\n",
                "250-a\r\n\r\n",
                "\u00b2\u00b2\u00b2 a\r\n"
            })
    void whatIsNoReplyIsMalformedForGood(String stream) {
        for (List<byte[]> segments : Cuts.of("220 hi\r\n" + stream + "250 ok\r\n")) {
            assertThat(decode(segments)).containsExactly(Reply.of(220, "hi"), "malformed");
        }
    }

    @Test
    void aBareNewlineIsMalformedBeforeItsLineEnds() {
        assertThat(decode(List.of(Cuts.octets("250 ok\n")))).containsExactly("malformed");
    }

    @Test
    void invalidUtf8IsReplaced() {
        ByteBuf in = buffer("250 \u00e3\u0081\u0082\u00ff\r\n");
        ReplyDecoder decoder = new ReplyDecoder();

        assertThat(decoder.decode(in)).isEqualTo(Status.REPLY);
        assertThat(decoder.reply()).isEqualTo(Reply.of(250, "\u3042\ufffd"));
        in.release();
    }

    @Test
    void takesTheLongestLine() {
        assertThat(decode(List.of(Cuts.octets("250 " + "x".repeat(4090) + "\r\n"))))
                .containsExactly(Reply.of(250, "x".repeat(4090)));
    }

    @Test
    void aLongerLineIsMalformedBeforeItEnds() {
        assertThat(decode(List.of(Cuts.octets("250 " + "x".repeat(4093))))).containsExactly("malformed");
    }

    @Test
    void takesAsManyLinesAsItMay() {
        assertThat(decode(List.of(Cuts.octets(lines(255, "x") + "250 x\r\n"))))
                .containsExactly(new Reply(
                        250, IntStream.range(0, 256).mapToObj(i -> "x").toList()));
    }

    @Test
    void moreLinesAreMalformed() {
        assertThat(decode(List.of(Cuts.octets(lines(257, "x"))))).containsExactly("malformed");
    }

    @Test
    void moreOctetsInAllAreMalformed() {
        assertThat(decode(List.of(Cuts.octets(lines(17, "x".repeat(4000)))))).containsExactly("malformed");
    }

    /** T8, bug 40: a fragment behind the reply to STARTTLS must be seen, whether it was read or still lies in the input. */
    @Test
    void aFragmentBehindAReplyShows() {
        ReplyDecoder decoder = new ReplyDecoder();
        ByteBuf in = buffer("220 ready\r\n2");

        assertThat(decoder.decode(in)).isEqualTo(Status.REPLY);
        assertThat(decoder.idle()).isTrue();
        assertThat(in.isReadable()).isTrue();
        assertThat(decoder.decode(in)).isEqualTo(Status.NONE);
        assertThat(decoder.idle()).isFalse();
        in.release();
    }

    @Test
    void isNotIdleBetweenTheLinesOfAReply() {
        ReplyDecoder decoder = new ReplyDecoder();
        ByteBuf in = buffer("250-a\r\n");

        decoder.decode(in);
        in.release();

        assertThat(decoder.idle()).isFalse();
    }

    @Test
    void isIdleOnceCleared() {
        ReplyDecoder decoder = new ReplyDecoder();
        ByteBuf in = buffer("250-a\r\n25");
        decoder.decode(in);
        in.release();

        decoder.clear();

        assertThat(decoder.idle()).isTrue();
        ByteBuf next = buffer("354 go\r\n");
        assertThat(decoder.decode(next)).isEqualTo(Status.REPLY);
        assertThat(decoder.reply()).isEqualTo(Reply.of(354, "go"));
        next.release();
    }

    @Test
    void hasNoReplyBeforeTheFirst() {
        assertThatIllegalStateException().isThrownBy(() -> new ReplyDecoder().reply());
    }

    private static String lines(int count, String text) {
        return IntStream.range(0, count).mapToObj(i -> "250-" + text + "\r\n").collect(Collectors.joining());
    }

    /** The replies, and "malformed" if the stream ended in that. */
    private static List<Object> decode(List<byte[]> segments) {
        ReplyDecoder decoder = new ReplyDecoder();
        List<Object> replies = new ArrayList<>();
        Status status = Status.NONE;
        for (byte[] segment : segments) {
            ByteBuf in = buffer(segment);
            for (status = decoder.decode(in); status == Status.REPLY; status = decoder.decode(in)) {
                replies.add(decoder.reply());
            }
            assertThat(in.release()).isTrue();
        }
        if (status == Status.MALFORMED) {
            replies.add("malformed");
        }
        return replies;
    }
}
