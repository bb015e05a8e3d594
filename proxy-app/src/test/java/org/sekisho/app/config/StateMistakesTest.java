package org.sekisho.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do wrong in {@code state.uri} and {@code state.redis}: each is told with its key and what to do. */
final class StateMistakesTest {
    private static final String REST = """
            hostName: mx.example.org
            listeners: [{address: '127.0.0.1:25'}]
            upstream: {addresses: ['127.0.0.1:10025']}
            """;

    @TempDir
    Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void atDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            uri: 'http://host:6379'            | state.uri: must be like redis://host:6379/0, redis-sentinel://
            uri: ''                            | state.uri: must be like redis://host:6379/0, redis-sentinel://
            uri: 'redis-sentinel://a:26379'    | state.uri: must name behind a # the master that the Sentinels watch
            uri: redis-sentinel://a:26379 #m   | state.uri: must name behind a # the master that the Sentinels watch
            uri: 'redis://:secret@host:6379'   | state.uri: must not hold a user or password: they belong into redis.user
            uri: 'redis-cluster://host:6379/2' | state.uri: must not name a database: a cluster has none but 0
            uri: 'redis://host:66379'          | state.uri: must have ports from 1 to 65535
            uri: [a, b]                        | state.uri: must be text
            redis: {timeout: 0s}               | state.redis.timeout: must be 1 ms to 10 s
            redis: {timeout: 500}              | state.redis.timeout: '500' is not a duration; write a number and a unit
            redis: {timeout: 1m}               | state.redis.timeout: must be 1 ms to 10 s
            redis: {prefix: '{mx}'}            | state.redis.prefix: must be 1 to 64 letters, digits, dots, hyphens and underscores, not '{mx}'
            redis: {prefix: 'my proxies'}      | state.redis.prefix: must be 1 to 64 letters, digits, dots, hyphens and underscores, not 'my proxies'
            redis: {prefix: ''}                | state.redis.prefix: must be 1 to 64 letters, digits, dots, hyphens and underscores, not ''
            redis: {node: 'mx:1'}              | state.redis.node: must be 1 to 64 letters, digits, dots, hyphens and underscores, not 'mx:1'
            redis: {user: sekisho}             | state.redis: passwordFile must be given where user is
            redis: {sentinelUser: sekisho}     | state.redis: sentinelPasswordFile must be given where sentinelUser is
            redis: {password: secret}          | state.redis.password: unknown key; did you mean passwordFile?
            redis: {passwordFile: missing}     | state.redis.passwordFile: there is no file missing, seen from
            redis: {passwordFile: /}           | state.redis.passwordFile: / is a directory; name a file
            redis: {passwordFile: EMPTY}       | state.redis.passwordFile: empty has no password in its first line
            redis: {passwordFile: BLANK}       | state.redis.passwordFile: blank has no password in its first line
            redis: {passwordFile: BINARY}      | state.redis.passwordFile: binary is no text in UTF-8; write the password into its first line
            redis: {sentinelPasswordFile: missing} | state.redis.sentinelPasswordFile: there is no file missing, seen from
            redis: {authorities: missing}      | state.redis.authorities: there is no file missing, seen from
            redis: {authorities: EMPTY}        | state.redis.authorities: empty holds no certificate; it must have
            """)
    void isTold(String setting, String told) throws IOException {
        Files.writeString(directory.resolve("empty"), "");
        Files.writeString(directory.resolve("blank"), " \n secret\n");
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});

        assertThat(files.problems(REST + "state:\n  store: redis\n  " + here(setting) + "\n"))
                .singleElement()
                .asString()
                .contains(": " + told)
                .doesNotContain("secret");
    }

    private String here(String text) {
        return text.replace("EMPTY", directory.resolve("empty").toString())
                .replace("BLANK", directory.resolve("blank").toString())
                .replace("BINARY", directory.resolve("binary").toString());
    }

    @Test
    void warnsOfAPasswordThatEverybodyCanRead() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "correct-horse\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        String state = "state: {store: redis, redis: {passwordFile: " + password + "}}\n";

        assertThat(Warnings.about(files.load(REST + state)))
                .contains("state.redis.passwordFile: everybody on this machine can read " + password
                        + "; take that away with chmod o-r");

        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Warnings.about(files.load(REST + state))).noneMatch(warning -> warning.contains("state.redis"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {uri: 'redis://10.0.0.5:6379'}                  | state.uri and state.redis make no difference, because state.store is embedded;
            {store: memory, redis: {prefix: mx}}            | state.uri and state.redis make no difference, because state.store is memory;
            {store: redis, redis: {authorities: FILE}}      | state.redis.authorities makes no difference, because state.uri is without TLS;
            {store: redis, redis: {sentinelPasswordFile: FILE}} | state.redis.sentinelPasswordFile makes no difference, because state.uri names no Sentinels;
            """)
    void warnsOfWhatIsNotUsed(String state, String warning) throws Exception {
        KeyPairs.write(directory, "file");
        Path file = directory.resolve("file.pem");

        assertThat(Warnings.about(files.load(REST + "state: " + state.replace("FILE", file.toString()) + "\n")))
                .anyMatch(each -> each.startsWith(warning));
    }
}
