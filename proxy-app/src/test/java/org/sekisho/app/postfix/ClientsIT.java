package org.sekisho.app.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote, several at once: each message is in the queue, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
    private final RealPostfix postfix = RealPostfix.usual("");
    private final Front front = Front.inbound(postfix);

    @AfterAll
    void stop() {
        front.close();
        postfix.close();
    }

    @AfterEach
    void emptyTheQueue() {
        postfix.clear();
    }

    @Test
    void deliversOneMessageOfSwaks() {
        Program swaks = swaks("--to", "user@example.com,second@example.com", "--body", ".\n..\nbody");

        assertThat(swaks.exitCode()).as(swaks.all()).isZero();
        assertThat(postfix.settledQueue()).singleElement().satisfies(message -> {
            assertThat(message.recipients()).containsExactly("user@example.com", "second@example.com");
            assertThat(message.content()).contains("\n.\n..\nbody\n");
        });
    }

    @Test
    void deliversWhatSwaksPipelines() {
        Program swaks = swaks("--pipeline", "--to", "user@example.com,nobody@example.com");

        assertThat(swaks.output()).contains("550 5.1.1 <nobody@example.com>");
        assertThat(postfix.settledQueue()).hasSize(1);
    }

    @Test
    void deliversTheMailOfManySwaksAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<Program>> runs = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String subject = "Subject: number " + i;
                runs.add(clients.submit(() -> swaks("--to", "user@example.com", "--header", subject)));
            }
            for (Future<Program> run : runs) {
                assertThat(run.get().exitCode()).as(run.get().all()).isZero();
            }
        } finally {
            clients.shutdown();
        }
        List<String> subjects = postfix.settledQueue().stream()
                .flatMap(message -> message.content().lines().filter(line -> line.startsWith("Subject: number")))
                .toList();
        assertThat(subjects).hasSize(24).doesNotHaveDuplicates();
    }

    /** Sessions at once, messages, octets a message; {@code -d} keeps a connection for several messages. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-s 1 -m 20 -l 100", "-s 20 -m 200 -l 4096", "-s 20 -m 200 -l 4096 -d", "-s 5 -m 10 -l 1000000"})
    void deliversTheMailOfSmtpSource(String options) {
        List<String> command = new ArrayList<>(List.of("smtp-source"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(
                "-f",
                "a@example.org",
                "-t",
                "user@example.com",
                "127.0.0.1:" + front.address().getPort()));
        Program source = Program.run("postfix", command);

        assertThat(source.exitCode()).as(source.all()).isZero();
        int messages = Integer.parseInt(options.replaceAll(".*-m (\\d+).*", "$1"));
        postfix.awaitSettled();
        assertThat(postfix.queueLength()).isEqualTo(messages);
    }

    private Program swaks(String... options) {
        List<String> command = new ArrayList<>(List.of("swaks", "--server", "127.0.0.1"));
        command.addAll(List.of("--port", String.valueOf(front.address().getPort())));
        command.addAll(List.of("--from", "a@example.org", "--helo", "client.example.org"));
        command.addAll(List.of(options));
        return Program.run("swaks", command);
    }
}
