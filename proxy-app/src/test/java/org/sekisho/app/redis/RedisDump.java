package org.sekisho.app.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that a Redis holds, one JSON object for each key: strings in hexadecimal, and whatever else as text. */
public final class RedisDump {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HexFormat HEX = HexFormat.of();
    private static final long NANOS = 1_000_000;

    private RedisDump() {}

    /** By key. */
    public static List<String> of(RedisServer server) {
        return with(server, redis -> {
            List<String> lines = new ArrayList<>();
            redis.keys("*").stream()
                    .sorted(Comparator.comparing((byte[] key) -> new String(key, UTF_8)))
                    .forEach(key -> lines.add(line(redis, key)));
            return lines;
        });
    }

    private static String line(RedisCommands<byte[], byte[]> redis, byte[] key) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", new String(key, UTF_8));
        switch (redis.type(key)) {
            case "string" -> line.put("octets", HEX.formatHex(redis.get(key)));
            case "hash" -> {
                ObjectNode fields = line.putObject("fields");
                redis.hgetall(key)
                        .forEach((field, value) -> fields.put(new String(field, UTF_8), new String(value, UTF_8)));
            }
            case "zset" -> {
                ObjectNode members = line.putObject("members");
                for (ScoredValue<byte[]> member : redis.zrangeWithScores(key, 0, -1)) {
                    members.put(new String(member.getValue(), UTF_8), member.getScore());
                }
            }
            default -> throw new AssertionError(line + " is of a type that no proxy writes");
        }
        return line.toString();
    }

    /** Puts it into a Redis, which lets go of records that have expired since. */
    public static void load(RedisServer server, List<String> dump) {
        with(server, redis -> {
            dump.forEach(line -> load(redis, JSON.readTree(line)));
            return dump;
        });
    }

    private static void load(RedisCommands<byte[], byte[]> redis, JsonNode line) {
        byte[] key = line.get("key").asString().getBytes(UTF_8);
        line.path("fields")
                .properties()
                .forEach(field -> redis.hset(
                        key,
                        field.getKey().getBytes(UTF_8),
                        field.getValue().asString().getBytes(UTF_8)));
        line.path("members")
                .properties()
                .forEach(member -> redis.zadd(
                        key, member.getValue().asDouble(), member.getKey().getBytes(UTF_8)));
        if (line.has("octets")) {
            byte[] octets = HEX.parseHex(line.get("octets").asString());
            redis.set(key, octets);
            if (line.get("key").asString().contains("}:r:") && end(octets) != Long.MAX_VALUE) {
                redis.pexpireat(key, end(octets) / NANOS);
            }
        }
    }

    /** Of a record, in nanoseconds since 1970. */
    private static long end(byte[] record) {
        return ByteBuffer.wrap(record).getLong();
    }

    private static <T> T with(RedisServer server, Function<RedisCommands<byte[], byte[]>, T> work) {
        RedisClient client = RedisClient.create(server.uri());
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return work.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }
}
