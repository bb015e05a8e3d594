package org.sekisho.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.RawClient;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.UpstreamSettings;

final class EmbeddedMtaTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:11:12.345Z"));
    private static final Limits LIMITS = new Limits(10, 10, 100, 10, 65_536);

    @TempDir
    Path temporary;

    private Path directory;
    private EmbeddedMta mta;

    @BeforeEach
    void start() throws IOException {
        directory = temporary.resolve("mail").resolve("kept");
        mta = EmbeddedMta.start(directory, "mx.example.org", LIMITS, CLOCK, new Random(1));
    }

    @AfterEach
    void stop() {
        mta.close();
    }

    @Test
    void keepsAMessageByteForByte() throws IOException {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            // CR and LF stand only at line ends.
            every[i] = (byte) (i == '\r' || i == '\n' ? 'x' : i);
        }
        String header = "Subject: \u95a2\u6240\r\n\r\nline\r\n  \r\n.dot\r\n..dots\r\n" + "y".repeat(2_000) + "\r\n";
        byte[] message =
                concat(header.getBytes(StandardCharsets.UTF_8), every, "\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(deliver("a@example.org", message, "b@example.jp")).startsWith("250 2.0.0 kept as 20261121T101112");

        assertThat(files(".eml")).hasSize(1);
        assertThat(files(".eml").get(0)).hasBinaryContent(message);
    }

    @Test
    void keepsTheEnvelopeBesideTheMessage() throws IOException {
        deliver("a@example.org", bytes("Subject: x\r\n\r\n"), "b@example.jp", "\"c d\"@example.jp");

        assertThat(files(".envelope"))
                .singleElement()
                .extracting(EmbeddedMtaTest::read)
                .isEqualTo("MAIL FROM:<a@example.org>\nRCPT TO:<b@example.jp>\nRCPT TO:<\"c d\"@example.jp>\n");
    }

    @Test
    void takesANullReversePath() throws IOException {
        deliver("", bytes("Subject: x\r\n\r\n"), "b@example.jp");

        assertThat(read(files(".envelope").get(0))).startsWith("MAIL FROM:<>");
    }

    @Test
    void namesMessagesByTimeAndId() throws IOException {
        deliver("a@example.org", bytes("one\r\n"), "b@example.jp");
        deliver("a@example.org", bytes("two\r\n"), "b@example.jp");

        assertThat(files(".eml"))
                .hasSize(2)
                .allMatch(file -> file.getFileName().toString().matches("20261121T101112\\.345Z-[0-9a-f]{8}\\.eml"));
    }

    @Test
    void refusesAMessageThatIsTooLongAndKeepsNothing() throws IOException {
        byte[] message = bytes(("z".repeat(998) + "\r\n").repeat(80));

        assertThat(deliver("a@example.org", message, "b@example.jp")).startsWith("552");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsTheProxyHowToReachIt() {
        UpstreamSettings upstream = mta.asUpstream();

        assertThat(upstream.identity()).isEqualTo(UpstreamSettings.Identity.NONE);
        assertThat(upstream.tls()).isEqualTo(UpstreamSettings.Tls.OFF);
        assertThat(upstream.addresses())
                .singleElement()
                .extracting(Endpoint::host)
                .isEqualTo("127.0.0.1");
    }

    @Test
    void saysThatTheDirectoryIsAFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedMta.start(file, "mx.example.org", LIMITS, CLOCK, new Random(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("embedded.directory: " + file + " is a file; name a directory");
    }

    @Test
    void namesTheWholePathOfARelativeDirectory() {
        Path file = Path.of("pom.xml");

        assertThatThrownBy(() -> EmbeddedMta.start(file, "mx.example.org", LIMITS, CLOCK, new Random(1)))
                .hasMessage("embedded.directory: " + file.toAbsolutePath() + " is a file; name a directory");
    }

    @Test
    void saysThatTheDirectoryCannotBeMade() {
        Path impossible = Path.of("/proc/sekisho");

        assertThatThrownBy(() -> EmbeddedMta.start(impossible, "mx.example.org", LIMITS, CLOCK, new Random(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("embedded.directory: ")
                .hasMessageContaining("/proc/sekisho");
    }

    private String deliver(String from, byte[] message, String... recipients) throws IOException {
        try (RawClient client = new RawClient(mta.asUpstream().addresses().get(0))) {
            assertThat(client.command("EHLO proxy.example.org")).startsWith("250");
            assertThat(client.command("MAIL FROM:<" + from + ">")).startsWith("250");
            for (String recipient : recipients) {
                assertThat(client.command("RCPT TO:<" + recipient + ">")).startsWith("250");
            }
            assertThat(client.command("DATA")).startsWith("354");
            return client.send(concat(stuffed(message), bytes(".\r\n")));
        }
    }

    private static byte[] stuffed(byte[] message) {
        String latin = new String(message, StandardCharsets.ISO_8859_1);
        return latin.replaceAll("(?m)(^|(?<=\r\n))\\.", "..").getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
