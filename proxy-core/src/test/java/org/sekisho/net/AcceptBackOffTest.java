package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** A proxy that has no descriptor left for a new client waits a moment and tries again (J18). */
final class AcceptBackOffTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Process process = start();
    private final BufferedReader says =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    private final PrintStream tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);

    private Process start() {
        try {
            return new ProcessBuilder(
                            "sh",
                            "-c",
                            "ulimit -n 800; exec \"$@\"",
                            "sh",
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            WithoutDescriptors.class.getName(),
                            Integer.toString(upstream.address().getPort()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
        upstream.close();
    }

    /** The next thing that the process says; its log goes the same way and has more words. */
    private String next(String pattern) throws IOException {
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.matches(pattern)) {
                return line;
            }
        }
        throw new AssertionError("the process has ended without saying " + pattern);
    }

    @Test
    void takesNewClientsAgainWhenThereAreDescriptorsAgain() throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(next("\\d+")));
        tell.println("exhaust");
        next("none left");
        try (RawClient client = RawClient.connect(address)) {
            client.expectSilence(Duration.ofMillis(1_500));
            tell.println("release");
            client.expect("220");
            // An accept that is tried again without end would have used all of that time.
            assertThat(Long.parseLong(next("\\d+"))).isLessThan(1_000);
        }
    }
}
