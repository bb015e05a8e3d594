package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The play that shows a newcomer what the rules do. */
class DemoIT {
    private static final Told DEMO = Told.of(List.of("demo"));

    /** Capability 2.5, 0.2 and others, each by the character that meets it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1. The bot that hangs up       | waits 8 s ... and hangs up
            1. The bot that hangs up       | -> 450 4.2.0 Greylisted
            2. The bot that talks early    | -> 550 5.5.1 Protocol error: wait for the greeting
            3. The harvester               | the mail server was asked 3 times
            3. The harvester               | the mail server was asked 0 times
            4. The patient mail server     | waits 25 s -> 250 2.0.0 Ok
            5. The sender pool             | from another address
            5. The sender pool             | message -> 250 2.0.0 Ok
            6. The newsletter              | RCPT TO:<chie@example.jp> -> 250 2.0.0 Ok
            """)
    void showsWhatBecomesOfEachCharacter(String character, String outcome) {
        assertThat(DEMO.exitCode()).isZero();
        int act = DEMO.output().indexOf(character);
        assertThat(act).as(character).isPositive();
        int next = DEMO.output().indexOf("\n\n", act);
        assertThat(DEMO.output().substring(act, next < 0 ? DEMO.output().length() : next))
                .contains(outcome);
    }
}
