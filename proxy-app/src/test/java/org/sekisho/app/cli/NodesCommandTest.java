package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about all nodes, at a proxy that shares its state with nobody. */
final class NodesCommandTest {
    @TempDir
    private Path directory;

    private AskedProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new AskedProxy(directory);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    private String ask(String line) {
        AskedProxy.Answer answer = proxy.tell(line.split(" "));
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return answer.output();
    }

    @Test
    void saysThatItIsTheOnlyOne() {
        assertThat(ask("nodes"))
                .isEqualTo("mx1 1.0, since 2027-01-04T12:00:00Z is the only one: state.store is memory,"
                        + " which no other proxy shares\n");
        assertThat(ask("nodes --json")).contains("\"here\":true");
    }

    @Test
    void reloadsTheOnlyOne() {
        assertThat(ask("reload --all-nodes")).isEqualTo("mx1: nothing has changed\n");
        assertThat(ask("reload auth --all-nodes")).isEqualTo("mx1: reloaded: auth\n");
    }

    @Test
    void aDecisionThatIsNotThereIsNotFound() {
        AskedProxy.Answer answer = proxy.tell("why", "7B-K7Q2M9XW");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.errors())
                .isEqualTo("sekisho: no decision has the reference '7B-K7Q2M9XW'; it may be older than"
                        + " rules.keepDecisions\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes mx1", "nodes --all", "reload --all-node=x", "reload auth bans --all-nodes"})
    void wordsThatItDoesNotKnowAreToldAndNothingIsDone(String line) {
        AskedProxy.Answer answer = proxy.tell(line.split(" "));

        assertThat(answer.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.errors()).contains("--help tells what can be said");
    }
}
