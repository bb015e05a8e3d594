package org.sekisho.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Plays transcripts in every segmentation that TCP could give them (S19). */
public final class TranscriptPlayer {
    private TranscriptPlayer() {}

    /** The transcripts of a directory, by name. */
    public static List<Transcript> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".smtp"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plays the lines of a transcript once. */
    public static void play(String name, List<String> lines) {
        Replay.play(Transcript.parse(name, lines), Cutting.lines());
    }

    /** Line by line, octet by octet, as one burst if the transcript allows that, and cut at each octet of either peer. */
    public static void playInEverySegmentation(Transcript transcript) {
        Cutting lines = Cutting.lines();
        Replay.play(transcript, lines);
        if (transcript.setting("segments", "any").equals("as written")) {
            return;
        }
        Replay.play(transcript, Cutting.octets());
        if (transcript.has("pipelinable")) {
            Replay.play(transcript, Cutting.burst());
        }
        // Long sessions repeat themselves, and each replay of them takes long: not every octet is worth one.
        long octets = (long) lines.clientOctets() + lines.upstreamOctets();
        int step = Math.toIntExact(Math.max(1, octets * octets / 4_000_000));
        if (!transcript.setting("tls", "off").equals("off")) {
            // Reading a certificate takes longer than all the rest.
            step *= 7;
        }
        for (int at = 1; at < lines.clientOctets(); at += step) {
            Replay.play(transcript, Cutting.clientAt(at));
        }
        for (int at = 1; at < lines.upstreamOctets(); at += step) {
            Replay.play(transcript, Cutting.upstreamAt(at));
        }
    }
}
