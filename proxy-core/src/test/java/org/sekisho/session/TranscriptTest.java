package org.sekisho.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.transcript.Transcript;
import org.sekisho.transcript.TranscriptPlayer;

/**
 * Every {@code .smtp} file under {@code src/test/resources/transcripts} is a session that must go as it is written there,
 * however TCP cuts it. The files' notation is told in the README beside them; a bug becomes such a file before it is
 * mended.
 */
class TranscriptTest {

    static List<Transcript> transcripts() throws URISyntaxException {
        URI directory = Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"))
                .toURI();
        return TranscriptPlayer.in(Path.of(directory));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void goesAsWritten(Transcript transcript) {
        TranscriptPlayer.playInEverySegmentation(transcript);
    }
}
