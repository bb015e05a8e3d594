package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {
    @Test
    void oneServer() {
        RedisAddress address = RedisAddress.parse("rediss://redis.example:6380/3");

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SINGLE);
        RedisURI server = address.servers().get(0);
        assertThat(server.getHost()).isEqualTo("redis.example");
        assertThat(server.getPort()).isEqualTo(6380);
        assertThat(server.getDatabase()).isEqualTo(3);
        assertThat(server.isSsl()).isTrue();
    }

    @Test
    void aMasterThatSentinelNames() {
        RedisAddress address = RedisAddress.parse("redis-sentinel://10.0.0.1:26379,10.0.0.2:26379/0#mymaster");

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SENTINEL);
        RedisURI server = address.servers().get(0);
        assertThat(server.getSentinels()).extracting(RedisURI::getHost).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(server.getSentinelMasterId()).isEqualTo("mymaster");
    }

    @Test
    void aCluster() {
        RedisAddress address = RedisAddress.parse("redis-cluster://10.0.0.1:7000,[2001:db8::1]:7001");

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
        assertThat(address.servers()).extracting(RedisURI::getPort).containsExactly(7000, 7001);
    }

    /** What an operator may write by mistake, and what to do about it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                     | must be like redis://host:6379/0, redis-sentinel://
            redis                                  | must be like redis://host:6379/0, redis-sentinel://
            10.0.0.5:6379                          | must be like redis://host:6379/0, redis-sentinel://
            redis://                               | must be like redis://host:6379/0, redis-sentinel://
            redis-cluster://                       | must be like redis://host:6379/0, redis-sentinel://
            http://host:6379                       | must be like redis://host:6379/0, redis-sentinel://
            valkey://host:6379                     | must be like redis://host:6379/0, redis-sentinel://
            redis+sentinel://host:6379#m           | must be like redis://host:6379/0, redis-sentinel://
            redis-sentinel://host:26379/0          | must name behind a # the master that the Sentinels watch, such as
            redis-sentinel://host:26379/0#         | must name behind a # the master that the Sentinels watch, such as
            redis-sentinel://host:26379/0#my master | must name behind a # the master that the Sentinels watch, such as
            redis://host:6379#mymaster             | must begin with redis-sentinel if it names a master behind a #
            redis-cluster://host:6379#mymaster     | must begin with redis-sentinel if it names a master behind a #
            redis://a:6379,b:6379                  | must name one server, or begin with redis-sentinel or redis-cluster
            redis-cluster://a:1,,b:2               | must name servers as host:port, with commas between them and no blanks
            redis-cluster://a:1, b:2               | must name servers as host:port, with commas between them and no blanks
            redis-cluster://a:1,b:2/3              | must not name a database: a cluster has none but 0
            redis://host:6379/sekisho              | must name the database by its number, such as /0
            redis://host:port                      | must have ports from 1 to 65535
            redis://host:                          | must have ports from 1 to 65535
            redis://host:0                         | must have ports from 1 to 65535
            redis://host:65536                     | must have ports from 1 to 65535
            redis-sentinel://a:26379,b:263790#m    | must have ports from 1 to 65535
            """)
    void saysHowItIsToBeWritten(String uri, String what) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uri " + what)
                .hasMessageEndingWith("'" + uri + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:secret@host:6379",
                "redis://:secret@host:6379",
                "redis://user:sec/ret@host:6379",
                "redis-cluster://:secret@a:6379,:secret@b:6379",
                "redis-sentinel://:secret@a:26379#mymaster",
                "redis://host:6379?password=secret"
            })
    void takesNoPasswordAndDoesNotShowIt(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .hasMessageStartingWith("uri must not hold a user or password: they belong into redis.user")
                .hasMessageNotContaining("sec");
    }
}
