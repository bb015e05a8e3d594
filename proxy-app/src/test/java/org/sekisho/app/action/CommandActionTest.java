package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.testing.Await;

final class CommandActionTest {
    @TempDir
    private Path folder;

    @Test
    void theCommandFindsTheBanInItsEnvironment() throws Exception {
        Path out = folder.resolve("out");
        action("env | grep ^SEKISHO_ | sort > " + out).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(out).hasContent("""
                        SEKISHO_EVENT=ban
                        SEKISHO_FAILURES=3
                        SEKISHO_IP=192.0.2.7
                        SEKISHO_JAIL=harvest
                        SEKISHO_SINCE=2027-01-04T12:00:00Z
                        SEKISHO_TIMES=1
                        SEKISHO_UNTIL=2027-01-04T13:00:00Z
                        """);
    }

    @Test
    void aPermanentBanNeverEnds() throws Exception {
        Path out = folder.resolve("out");
        action("echo $SEKISHO_EVENT $SEKISHO_UNTIL > " + out)
                .take(List.of(Bans.unbanned(Bans.ban("2001:db8::/64", Optional.empty()))));

        assertThat(out).hasContent("unban never\n");
    }

    @Test
    void theCommandIsToldNothingElseOfOurEnvironment() throws Exception {
        Path out = folder.resolve("out");
        action("env > " + out).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(Files.readAllLines(out))
                .allMatch(line -> line.matches("(SEKISHO_[A-Z]+|PATH|HOME|LANG|TZ|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @Test
    void saysWhyACommandFailed() {
        CommandAction action = action("echo no such set >&2; exit 3");

        assertThatThrownBy(() -> action.take(List.of(Bans.banned(Bans.HARVESTER))))
                .isInstanceOf(IOException.class)
                .hasMessage(script() + " failed with exit code 3: no such set");
    }

    @Test
    void killsACommandThatTakesTooLongAndWhatItStarted() {
        Path child = folder.resolve("child");
        CommandAction action = action("sleep 600 & echo $! > " + child + "; wait", Duration.ofMillis(500));

        assertThatThrownBy(() -> action.take(List.of(Bans.banned(Bans.HARVESTER))))
                .hasMessageEndingWith("and was killed");
        Await.until(
                "the child is gone",
                () -> ProcessHandle.of(number(child))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void aRestoredBanRunsNothing() {
        assertThat(action("true").wants(Bans.restored(Bans.HARVESTER))).isFalse();
    }

    @Test
    void whatWasNotDoneRunsNothing() {
        assertThat(action("true").wants(new BanEvent.WouldBan(Bans.HARVESTER, Bans.NOW)))
                .isFalse();
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CommandAction action(String commands) {
        return action(commands, Await.LIMIT);
    }

    private CommandAction action(String commands, Duration limit) {
        try {
            Files.writeString(script(), "#!/bin/sh\n" + commands + "\n");
            Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<String> command = List.of(script().toString());
        return new CommandAction(new CommandSettings(command, command, limit));
    }

    private Path script() {
        return folder.resolve("on-ban");
    }
}
