package org.sekisho.net.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sekisho.net.codec.Cuts.buffer;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.net.codec.ProxyHeaderDecoder.Status;

class ProxyHeaderDecoderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "c0000201" + "c6336402" + "1f90" + "0019";
    private static final String IPV6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "1f900019";
    private static final String UNIX = "00".repeat(216);
    private static final String NO_ADDRESS = "none";
    private static final String IPV4_CLIENT = "192.0.2.1:8080 198.51.100.2:25";

    /** A TLS ClientHello begins so; not one octet of it may be taken (T14, bug 52). */
    private static final String NEXT = "\u0016\u0003\u0001";

    @ParameterizedTest
    @CsvSource(textBlock = """
            'PROXY TCP4 192.0.2.1 198.51.100.2 8080 25',              '192.0.2.1:8080 198.51.100.2:25'
            'PROXY TCP4 0.0.0.0 255.255.255.255 0 65535',             '0.0.0.0:0 255.255.255.255:65535'
            'PROXY TCP6 2001:db8::1 2001:DB8::2 1 2',                 '2001:db8:0:0:0:0:0:1:1 2001:db8:0:0:0:0:0:2:2'
            'PROXY TCP6 2001:0db8:0:0:0:0:0:0001 :: 1 2',             '2001:db8:0:0:0:0:0:1:1 0:0:0:0:0:0:0:0:2'
            'PROXY TCP6 ::ffff:192.0.2.1 ::ffff:c633:6402 1 2',       '192.0.2.1:1 198.51.100.2:2'
            'PROXY UNKNOWN',                                          'none'
            'PROXY UNKNOWN ',                                         'none'
            'PROXY UNKNOWN ffff:f...f:ffff x y 65536',                'none'
            """)
    void readsVersion1(String line, String addresses) {
        assertDecodes(line + "\r\n", addresses);
    }

    @Test
    void readsTheLongestVersion1() {
        assertDecodes("PROXY UNKNOWN " + "x".repeat(91) + "\r\n", NO_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO x\r\n",
                "proxy TCP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXYTCP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY\r\n",
                "PROXY \r\n",
                "PROXY  TCP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4  192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 \r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1\r\n",
                "PROXY TCP4\t192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP5 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY tcp4 192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\r ",
                "PROXY UNKNOWN\n",
                "PROXY UNKNOWN \r \r\n",
                "PROXY TCP4 192.0.02.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.001 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1. 198.51.100.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 2001:db8::1 1 2\r\n",
                "PROXY TCP4 ::ffff:192.0.2.1 198.51.100.2 1 2\r\n",
                "PROXY TCP4 localhost 198.51.100.2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 2001:db8::1 1 2\r\n",
                "PROXY TCP6 ::192.0.2.1 2001:db8::1 1 2\r\n",
                "PROXY TCP6 ::ffff:192.0.2.01 2001:db8::1 1 2\r\n",
                "PROXY TCP6 ::ffff:192.0.2.1.1 2001:db8::1 1 2\r\n",
                "PROXY TCP6 [2001:db8::1] 2001:db8::1 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2\r\n",
                "PROXY TCP6 2001:db8::1::2 2001:db8::1 1 2\r\n",
                "PROXY TCP6 2001:db8:1 2001:db8::1 1 2\r\n",
                "PROXY TCP6 2001:db8::12345 2001:db8::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7:8:9 2001:db8::1 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 65536 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 99999\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 01 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 00\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 -1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 +1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 \r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1x 2\r\n",
                "\r\nPROXY UNKNOWN\r\n",
                "\0"
            })
    void refusesVersion1NotInCanonicalForm(String stream) {
        assertMalformed(stream);
    }

    @Test
    void refusesVersion1ThatDoesNotEnd() {
        assertMalformed("PROXY UNKNOWN " + "x".repeat(93));
    }

    static Stream<Arguments> goodVersion2() {
        return Stream.of(
                Arguments.of("TCP over IPv4", v2("21", "11", IPV4), IPV4_CLIENT),
                Arguments.of(
                        "TCP over IPv6", v2("21", "21", IPV6), "2001:db8:0:0:0:0:0:1:8080 2001:db8:0:0:0:0:0:2:25"),
                Arguments.of(
                        "IPv4-mapped",
                        v2(
                                "21",
                                "21",
                                "00000000000000000000ffffc0000201" + "00000000000000000000ffffc6336402" + "1f900019"),
                        IPV4_CLIENT),
                Arguments.of("LOCAL", v2("20", "00", ""), NO_ADDRESS),
                Arguments.of("LOCAL with addresses", v2("20", "11", IPV4), NO_ADDRESS),
                Arguments.of("LOCAL with an unknown family", v2("20", "ff", "0102"), NO_ADDRESS),
                Arguments.of("unspecified", v2("21", "00", ""), NO_ADDRESS),
                Arguments.of("unspecified with octets", v2("21", "00", "010203"), NO_ADDRESS),
                Arguments.of("Unix", v2("21", "31", UNIX), NO_ADDRESS),
                Arguments.of(
                        "TLVs",
                        v2("21", "11", IPV4 + tlv("01", "6832") + tlv("04", "") + tlv("ee", "00")),
                        IPV4_CLIENT),
                Arguments.of(
                        "TLS",
                        v2("21", "11", IPV4 + tlv("20", "0100000000" + tlv("21", "544c53") + tlv("22", ""))),
                        IPV4_CLIENT),
                Arguments.of("TLS without TLVs", v2("21", "11", IPV4 + tlv("20", "0100000000")), IPV4_CLIENT),
                Arguments.of(
                        "CRC", withCrc(v2("21", "11", IPV4 + tlv("03", "00000000") + tlv("04", "00"))), IPV4_CLIENT),
                Arguments.of(
                        "longest", v2("21", "11", IPV4 + tlv("04", "00".repeat(4096 - 16 - 12 - 3))), IPV4_CLIENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodVersion2")
    void readsVersion2(String name, String header, String addresses) {
        assertDecodes(header, addresses);
    }

    static Stream<Arguments> badVersion2() {
        String good = v2("21", "11", IPV4 + tlv("03", "00000000"));
        String crc = withCrc(good);
        return Stream.of(
                Arguments.of("version 1", v2("11", "11", IPV4)),
                Arguments.of("version 3", v2("31", "11", IPV4)),
                Arguments.of("unknown command", v2("22", "11", IPV4)),
                Arguments.of("unknown family", v2("21", "41", IPV4)),
                Arguments.of("unknown protocol", v2("21", "13", IPV4)),
                Arguments.of("IPv4 without protocol", v2("21", "10", IPV4)),
                Arguments.of("datagrams", v2("21", "12", IPV4)),
                Arguments.of("no addresses", v2("21", "11", "")),
                Arguments.of("IPv4 cut short", v2("21", "11", IPV4.substring(2))),
                Arguments.of("IPv6 cut short", v2("21", "21", IPV4)),
                Arguments.of("Unix cut short", v2("21", "31", IPV6)),
                Arguments.of("TLV of two octets", v2("21", "11", IPV4 + "0100")),
                Arguments.of("TLV longer than the header", v2("21", "11", IPV4 + "01000568")),
                Arguments.of("TLV with a length of 65535", v2("21", "11", IPV4 + "01ffff")),
                Arguments.of("TLS too short", v2("21", "11", IPV4 + tlv("20", "01000000"))),
                Arguments.of(
                        "TLS with a TLV that leaves it",
                        v2("21", "11", IPV4 + tlv("20", "0100000000" + "2100ff") + "00".repeat(255))),
                Arguments.of("TLS with a TLV of one octet", v2("21", "11", IPV4 + tlv("20", "0100000000" + "21"))),
                Arguments.of("CRC of zeros", good),
                Arguments.of("CRC of other addresses", crc.replace("\u00c0\0\u0002\u0001", "\u00c0\0\u0002\u0003")),
                Arguments.of("CRC of three octets", v2("21", "11", IPV4 + tlv("03", "000000"))),
                Arguments.of(
                        "CRC twice", withCrc(v2("21", "11", IPV4 + tlv("03", "00000000") + tlv("03", "00000000")))),
                Arguments.of("too long", v2("21", "11", IPV4 + tlv("04", "00".repeat(4096 - 16 - 12 - 2)))),
                Arguments.of("signature broken", "\r\n\r\n\0\r\nQUIX"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badVersion2")
    void refusesVersion2(String name, String header) {
        assertMalformed(header);
    }

    @Test
    void isNotDoneBeforeTheHeaderIs() {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        ByteBuf in = buffer("PROXY TCP4 192.0.2.1 198.51.100.2 8080 25\r");

        assertThat(decoder.decode(in)).isEqualTo(Status.NONE);
        assertThat(decoder.header()).isEmpty();
        in.release();
    }

    @Test
    void saysWhatIsWrong() {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        ByteBuf in = buffer("EHLO x\r\n");

        decoder.decode(in);
        in.release();

        assertThat(decoder.problem()).isEqualTo("The connection does not begin with a PROXY header");
    }

    @Test
    void randomOctetsBehindTheSignatureNeverBreakIt() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] header = Cuts.octets(v2("21", random.nextBoolean() ? "11" : "21", "00".repeat(random.nextInt(80))));
            for (int i = 16; i < header.length; i++) {
                header[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(6));
            }
            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
            ByteBuf in = buffer(header);

            assertThat(decoder.decode(in)).as("seed %d", seed).isNotEqualTo(Status.NONE);
            in.release();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            192.0.2.1,         198.51.100.2, 'PROXY TCP4 192.0.2.1 198.51.100.2 8080 25'
            2001:db8::1,       2001:db8::2,  'PROXY TCP6 2001:db8::1 2001:db8::2 8080 25'
            192.0.2.1,         2001:db8::2,  'PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 8080 25'
            2001:db8::1,       198.51.100.2, 'PROXY TCP6 2001:db8::1 ::ffff:198.51.100.2 8080 25'
            ::ffff:192.0.2.1,  198.51.100.2, 'PROXY TCP4 192.0.2.1 198.51.100.2 8080 25'
            """)
    void writesVersion1(String source, String destination, String line) throws UnknownHostException {
        ProxyHeader header = new ProxyHeader(
                new InetSocketAddress(InetAddress.getByName(source), 8080),
                new InetSocketAddress(InetAddress.getByName(destination), 25));

        assertThat(header.encodeV1()).asString(StandardCharsets.US_ASCII).isEqualTo(line + "\r\n");
        assertDecodes(line + "\r\n", show(header));
    }

    @Test
    void takesNoUnresolvedAddress() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("mx.example.com", 25);

        assertThatIllegalArgumentException().isThrownBy(() -> new ProxyHeader(name, name));
    }

    private static void assertDecodes(String header, String addresses) {
        List<List<byte[]>> cuts = Cuts.of(header + NEXT);
        int step = Math.max(1, cuts.size() / 100);
        for (int i = 0; i < cuts.size(); i += step) {
            assertDecodes(cuts.get(i), addresses);
        }
        assertDecodes(cuts.get(cuts.size() - 1), addresses);
    }

    private static void assertDecodes(List<byte[]> segments, String addresses) {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        StringBuilder rest = new StringBuilder();
        Status status = Status.NONE;
        for (byte[] segment : segments) {
            ByteBuf in = buffer(segment);
            status = decoder.decode(in);
            rest.append(in.toString(StandardCharsets.ISO_8859_1));
            assertThat(in.release()).isTrue();
        }
        assertThat(status).as(decoder.problem()).isEqualTo(Status.DONE);
        assertThat(rest.toString()).isEqualTo(NEXT);
        assertThat(decoder.header().map(ProxyHeaderDecoderTest::show).orElse(NO_ADDRESS))
                .isEqualTo(addresses);
    }

    private static void assertMalformed(String stream) {
        for (List<byte[]> segments : Cuts.of(stream)) {
            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
            Status status = Status.NONE;
            for (byte[] segment : segments) {
                ByteBuf in = buffer(segment);
                status = decoder.decode(in);
                assertThat(in.release()).isTrue();
            }
            assertThat(status).isEqualTo(Status.MALFORMED);
            assertThat(decoder.problem()).isNotEmpty();
            assertThat(decoder.header()).isEmpty();
        }
    }

    private static String show(ProxyHeader header) {
        return header.source().getAddress().getHostAddress() + ":"
                + header.source().getPort() + " "
                + header.destination().getAddress().getHostAddress() + ":"
                + header.destination().getPort();
    }

    /** A header of version 2; arguments in hexadecimal. */
    private static String v2(String command, String family, String rest) {
        String length = HexFormat.of().toHexDigits((short) (rest.length() / 2));
        return text(HexFormat.of().parseHex(SIGNATURE + command + family + length + rest));
    }

    private static String tlv(String type, String value) {
        return type + HexFormat.of().toHexDigits((short) (value.length() / 2)) + value;
    }

    /** Fills in the sum at the first CRC32c TLV, which is right behind the IPv4 addresses. */
    private static String withCrc(String header) {
        byte[] octets = Cuts.octets(header);
        CRC32C crc = new CRC32C();
        crc.update(octets);
        ByteBuffer.wrap(octets).putInt(16 + 12 + 3, (int) crc.getValue());
        return text(octets);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
