package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.smtp.Verb;
import org.sekisho.transcript.TranscriptPlayer;

/** Every command in every state has one reply, of the right code (bug 41). A new verb fails until it gets a row. */
class StateMatrixTest {
    private static final List<String> INTRODUCED =
            List.of("S: 220 ...", "C: EHLO c.example", "S: 250 mx.example.org...");
    private static final List<String> MAIL = List.of("C: MAIL FROM:<a@c.example>", "S: 250 ...");
    private static final List<String> ASKED = List.of("C: RCPT TO:<b@example.org>", "U> (connects)", "U> (anything)");
    private static final List<String> ACCEPTED = List.of("U< 250 2.1.0 Ok", "U< 250 2.1.5 Ok", "S: 250 2.1.5 Ok");
    private static final List<String> REFUSED = List.of("U< 450 4.1.8 No", "U< 250 2.1.5 Ok", "S: 450 4.1.8 No");
    private static final List<String> CHUNK = List.of(
            "C: BDAT 5", "C: one", "U> DATA", "U< 354 Go on", "S: 250 2.0.0 5 octets received", "U> (anything)");
    private static final List<String> SUBMISSION =
            List.of("service: submission", "upstream: PIPELINING, CHUNKING, AUTH PLAIN");
    private static final String LOGIN = "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==";

    /** In the order of the table's columns. */
    private enum When {
        BEFORE_HELO(List.of("S: 220 ...")),
        AFTER_EHLO(INTRODUCED),
        AFTER_MAIL(INTRODUCED, MAIL),
        AFTER_RCPT(INTRODUCED, MAIL, ASKED, ACCEPTED),
        BETWEEN_CHUNKS(INTRODUCED, MAIL, ASKED, ACCEPTED, CHUNK),
        AFTER_REFUSED_MAIL(INTRODUCED, MAIL, ASKED, REFUSED),
        AFTER_LOST_UPSTREAM(INTRODUCED, MAIL, ASKED, ACCEPTED, List.of("U< (resets)")),
        BEFORE_AUTH(SUBMISSION, INTRODUCED),
        AFTER_AUTH(SUBMISSION, INTRODUCED, List.of(LOGIN, "U> (connects)", "U< (agrees)", "S: 235 ...")),
        BEFORE_REQUIRED_TLS(List.of("tls: required"), INTRODUCED);

        /** The lines of a transcript that lead there. */
        private final String before;

        @SafeVarargs
        @SuppressWarnings("varargs")
        When(List<String>... before) {
            this.before = Stream.of(before).flatMap(List::stream).collect(Collectors.joining("\n"));
        }
    }

    private record Row(String command, String codes) {
        String code(When when) {
            return codes.split(" ")[List.of(When.values()).indexOf(when)];
        }
    }

    private static final Map<Verb, Row> TABLE = Map.ofEntries(
            Map.entry(Verb.HELO, new Row("HELO x", "250 250 250 250 250 250 250 250 250 250")),
            Map.entry(Verb.EHLO, new Row("EHLO x", "250 250 250 250 250 250 250 250 250 250")),
            Map.entry(Verb.MAIL, new Row("MAIL FROM:<a@c.example>", "503 250 503 503 503 503 250 530 250 530")),
            Map.entry(Verb.RCPT, new Row("RCPT TO:<b@example.org>", "503 503 250 250 503 450 451 503 503 530")),
            Map.entry(Verb.DATA, new Row("DATA", "503 503 503 354 503 554 451 503 503 530")),
            Map.entry(Verb.BDAT, new Row("BDAT 0 LAST", "503 503 503 250 250 554 451 503 503 530")),
            Map.entry(Verb.RSET, new Row("RSET", "250 250 250 250 250 250 250 250 250 250")),
            Map.entry(Verb.NOOP, new Row("NOOP", "250 250 250 250 250 250 250 250 250 250")),
            Map.entry(Verb.QUIT, new Row("QUIT", "221 221 221 221 221 221 221 221 221 221")),
            Map.entry(Verb.VRFY, new Row("VRFY b", "252 252 252 252 252 252 252 252 252 530")),
            Map.entry(Verb.EXPN, new Row("EXPN l", "502 502 502 502 502 502 502 502 502 530")),
            Map.entry(Verb.HELP, new Row("HELP", "214 214 214 214 214 214 214 214 214 214")),
            Map.entry(Verb.STARTTLS, new Row("STARTTLS", "502 502 502 502 503 502 502 502 502 220")),
            Map.entry(Verb.AUTH, new Row("AUTH PLAIN AGFsaWNlAHNlY3JldA==", "503 503 503 503 503 503 503 235 503 530")),
            Map.entry(Verb.OTHER, new Row("FOO", "500 500 500 500 500 500 500 500 500 500")));

    static Stream<Arguments> cells() {
        return TABLE.keySet().stream()
                .sorted()
                .flatMap(verb -> Arrays.stream(When.values()).map(when -> Arguments.of(verb, when)));
    }

    private static Row row(Verb verb) {
        return Optional.ofNullable(TABLE.get(verb))
                .orElseThrow(() -> new AssertionError(verb + " has no row in the table"));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void hasARowForEveryVerb(Verb verb) {
        assertThat(row(verb).codes().split(" ")).hasSameSizeAs(When.values());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cells")
    void everyCommandHasOneReplyInEveryState(Verb verb, When when) {
        Row row = row(verb);
        List<String> lines = when.before.lines().collect(Collectors.toCollection(ArrayList::new));
        lines.add("C: " + row.command());
        lines.add("U< (agrees)");
        lines.add("S: " + row.code(when) + " ...");
        TranscriptPlayer.play(verb + " " + when, lines);
    }
}
