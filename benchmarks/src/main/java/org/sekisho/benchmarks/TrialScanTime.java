package org.sekisho.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Self;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.trial.OriginNews;
import org.sekisho.rules.trial.TrialScanner;
import org.sekisho.rules.trial.TrialSettings;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;

/** What a user's message costs the event loop by being looked at for a trial mail. Measured by JMH in a process of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TrialScanTime {
    private static final int PORTION = 16_384;
    private static final int LINE = 76;
    private static final int ROUNDS = 3;
    private static final String ACCOUNT = "taro@example.jp";
    private static final String WORDS =
            "Dear Hanako, the minutes of Monday's meeting follow; please read the part about the"
                    + " new port at smtp.example.jp, and tell taro what you think of it.\r\n";

    /** What the message is. */
    public enum Kind {
        TEXT,
        ATTACHMENT
    }

    /** Text, or an attachment in base64. */
    @Param({"TEXT", "ATTACHMENT"})
    public Kind kind = Kind.TEXT;

    /** Octets of the message. */
    @Param({"65536", "262144"})
    public int octets;

    private byte[] message = new byte[0];
    private Credentials credentials = Credentials.hidden();
    private Optional<TrialScanner> scanner = Optional.empty();
    private Optional<Stage.AtData> stage = Optional.empty();

    /** A message of that kind and length, and a user who sends it. */
    @Setup
    public void write() throws Exception {
        InstantSource clock = InstantSource.system();
        credentials = new Credentials("Kasumi+7=gaseki".getBytes(UTF_8), OptionalInt.of(7));
        scanner = Optional.of(new TrialScanner(
                TrialSettings.DEFAULTS,
                new TrialScanner.World(
                        new MemoryStore(clock),
                        clock,
                        new Self("smtp.example.jp", Set.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 25}))),
                        new References(new Random(1)),
                        trail -> {},
                        Origins.NONE,
                        (account, client) -> CompletableFuture.completedStage(OriginNews.News.NOTHING),
                        alarm -> {}),
                new byte[32]));
        Mailbox mailbox = new Mailbox(ACCOUNT, "taro", "example.jp");
        stage = Optional.of(new Stage.AtData(
                new Stage.Connection(
                        "bench", "submission", true, InetAddress.getByAddress(new byte[] {10, 0, 0, 7}), 40_000),
                new Stage.Introduction("client.example", true, true, true, Optional.of(ACCOUNT)),
                ReversePath.of(mailbox),
                List.of(mailbox)));
        message = text().substring(0, octets).getBytes(US_ASCII);
    }

    private String text() {
        String type = kind == Kind.TEXT ? "text/plain" : "application/pdf\r\nContent-Transfer-Encoding: base64";
        StringBuilder text =
                new StringBuilder("From: <taro@example.jp>\r\nSubject: Minutes\r\nContent-Type: " + type + "\r\n\r\n");
        if (kind == Kind.TEXT) {
            return text.append(WORDS.repeat(octets / WORDS.length() + 1)).toString();
        }
        byte[] random = new byte[octets];
        new Random(1).nextBytes(random);
        return text.append(Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'}).encodeToString(random))
                .toString();
    }

    /** The message passes, in portions as they are read from the socket. */
    @Benchmark
    public Optional<Reply> passes() {
        MessageInspection inspection =
                scanner.orElseThrow().begin(stage.orElseThrow(), credentials).orElseThrow();
        for (int from = 0; from < message.length; from += PORTION) {
            inspection.octets(ByteBuffer.wrap(message, from, Math.min(PORTION, message.length - from)));
        }
        Optional<Reply> reply =
                inspection.end(message.length).toCompletableFuture().join();
        inspection.close();
        return reply;
    }

    /** The mean in microseconds. */
    static double measure(Kind kind, int octets) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(TrialScanTime.class.getName() + ".passes")
                        .param("kind", kind.name())
                        .param("octets", Integer.toString(octets))
                        .forks(1)
                        .warmupIterations(ROUNDS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(ROUNDS)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getScore();
    }
}
