package org.sekisho.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How one replay cuts the streams of the two peers into segments. Used for one replay. */
final class Cutting {
    private enum Way {
        LINES,
        BURST,
        OCTETS,
        CLIENT_AT,
        UPSTREAM_AT
    }

    private final Way way;
    private final int at;
    private int clientOctets;
    private int upstreamOctets;

    private Cutting(Way way, int at) {
        this.way = way;
        this.at = at;
    }

    /** Each line is one segment. */
    static Cutting lines() {
        return new Cutting(Way.LINES, 0);
    }

    /** The client sends all it has to say at once. */
    static Cutting burst() {
        return new Cutting(Way.BURST, 0);
    }

    /** Each octet is a segment. */
    static Cutting octets() {
        return new Cutting(Way.OCTETS, 0);
    }

    /** One line of the client comes in two segments: cut so many octets after the start of the session. */
    static Cutting clientAt(int octet) {
        return new Cutting(Way.CLIENT_AT, octet);
    }

    static Cutting upstreamAt(int octet) {
        return new Cutting(Way.UPSTREAM_AT, octet);
    }

    boolean isBurst() {
        return way == Way.BURST;
    }

    /** What the client has said so far. */
    int clientOctets() {
        return clientOctets;
    }

    int upstreamOctets() {
        return upstreamOctets;
    }

    List<byte[]> ofClient(byte[] octets) {
        clientOctets += octets.length;
        return cut(octets, Way.CLIENT_AT, at - (clientOctets - octets.length));
    }

    List<byte[]> ofUpstream(byte[] octets) {
        upstreamOctets += octets.length;
        return cut(octets, Way.UPSTREAM_AT, at - (upstreamOctets - octets.length));
    }

    private List<byte[]> cut(byte[] octets, Way mine, int place) {
        if (way == Way.OCTETS) {
            List<byte[]> single = new ArrayList<>(octets.length);
            for (byte octet : octets) {
                single.add(new byte[] {octet});
            }
            return single;
        }
        if (way != mine || place <= 0 || place >= octets.length) {
            return List.of(octets);
        }
        return List.of(Arrays.copyOf(octets, place), Arrays.copyOfRange(octets, place, octets.length));
    }

    @Override
    public String toString() {
        return switch (way) {
            case LINES -> "line by line";
            case BURST -> "as one burst";
            case OCTETS -> "octet by octet";
            case CLIENT_AT -> "client's octets cut at " + at;
            case UPSTREAM_AT -> "upstream's octets cut at " + at;
        };
    }
}
