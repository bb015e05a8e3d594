package org.sekisho.app.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis",
                "redis://",
                "http://host:6379",
                "redis-sentinel://host:26379/0",
                "redis://host:6379#mymaster",
                "redis-cluster://",
                "redis-cluster://a:1,,b:2",
                "redis://host:port"
            })
    void saysHowItIsToBeWritten(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uri must be like redis://host:6379/0, ");
    }

    @Test
    void takesNoPassword() {
        assertThatThrownBy(() -> RedisAddress.parse("redis://user:secret@host:6379"))
                .hasMessageStartingWith("uri must not hold a user or password")
                .hasMessageNotContaining("secret");
    }
}
