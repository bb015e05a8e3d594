package org.sekisho.app.origin;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.settings.Network;

/** Writes small files of the format MaxMind DB 2.0: a search tree for IPv6, with IPv4 at ::/96, with records of 24 bits. */
final class MmdbWriter {
    private static final int EMPTY = -1;
    private static final int DATA = 1 << 20;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final String type;
    private final Instant built;

    MmdbWriter(String type, Instant built) {
        this.type = type;
        this.built = built;
    }

    MmdbWriter add(String network, Map<String, ?> record) {
        Network where = Network.parse(network);
        boolean four = where.first() instanceof Inet4Address;
        byte[] octets = new byte[16];
        byte[] address = where.first().getAddress();
        System.arraycopy(address, 0, octets, 16 - address.length, address.length);
        int bits = where.bits() + (four ? 96 : 0);
        int node = 0;
        for (int i = 0; i < bits - 1; i++) {
            int[] sides = nodes.get(node);
            int side = bit(octets, i);
            if (sides[side] == EMPTY) {
                nodes.add(new int[] {EMPTY, EMPTY});
                sides[side] = nodes.size() - 1;
            }
            node = sides[side];
        }
        nodes.get(node)[bit(octets, bits - 1)] = DATA + data.size();
        value(data, record);
        return this;
    }

    private static int bit(byte[] octets, int index) {
        return (octets[index / 8] >> (7 - index % 8)) & 1;
    }

    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] sides : nodes) {
            for (int side : sides) {
                int record = side == EMPTY ? nodes.size() : side >= DATA ? nodes.size() + 16 + side - DATA : side;
                number(out, record, 3);
            }
        }
        out.writeBytes(new byte[16]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", new Unsigned(5, 2));
        metadata.put("binary_format_minor_version", new Unsigned(5, 0));
        metadata.put("build_epoch", new Unsigned(9, built.getEpochSecond()));
        metadata.put("database_type", type);
        metadata.put("description", Map.of());
        metadata.put("ip_version", new Unsigned(5, 6));
        metadata.put("languages", List.of());
        metadata.put("node_count", new Unsigned(6, nodes.size()));
        metadata.put("record_size", new Unsigned(5, 24));
        value(out, metadata);
        return out.toByteArray();
    }

    /** @param type 5 for 16 bits, 6 for 32, 9 for 64 */
    record Unsigned(int type, long value) {}

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            control(out, 7, map.size());
            map.forEach((key, each) -> {
                value(out, key);
                value(out, each);
            });
        } else if (value instanceof List<?> list) {
            control(out, 11, list.size());
            list.forEach(each -> value(out, each));
        } else if (value instanceof Unsigned unsigned) {
            int octets = (64 - Long.numberOfLeadingZeros(unsigned.value) + 7) / 8;
            control(out, unsigned.type, octets);
            number(out, unsigned.value, octets);
        } else if (value instanceof Double number) {
            control(out, 3, 8);
            number(out, Double.doubleToLongBits(number), 8);
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            control(out, 2, text.length);
            out.writeBytes(text);
        }
    }

    /** Types above 7 have an octet of their own; sizes from 29 on, too. */
    private static void control(ByteArrayOutputStream out, int type, int size) {
        int short5 = Math.min(size, 29);
        out.write(type <= 7 ? (type << 5) | short5 : short5);
        if (type > 7) {
            out.write(type - 7);
        }
        if (size >= 29) {
            out.write(size - 29);
        }
    }

    private static void number(ByteArrayOutputStream out, long number, int octets) {
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (number >> (8 * i)));
        }
    }
}
