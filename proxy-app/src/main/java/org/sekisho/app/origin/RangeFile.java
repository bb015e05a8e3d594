package org.sekisho.app.origin;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CSV of ranges, {@code first,last,value...}, without a header. IPv4 and IPv6 may come in either order, each sorted: so two
 * files of a provider can just be put behind one another.
 */
final class RangeFile<V> implements Table<V> {
    private final Ranges<V> four;
    private final Ranges<V> six;

    private RangeFile(Ranges<V> four, Ranges<V> six) {
        this.four = four;
        this.six = six;
    }

    /** @throws IOException with the line, and what is wrong with it */
    static <V> RangeFile<V> read(Path path, Content<V> content) throws IOException {
        Ranges.Builder<V> four = new Ranges.Builder<>();
        Ranges.Builder<V> six = new Ranges.Builder<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    take(fields(line), content, four, six);
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8 text after line " + number, e);
        } catch (IllegalArgumentException e) {
            throw new IOException("line " + number + ": " + e.getMessage(), e);
        }
        RangeFile<V> read = new RangeFile<>(four.build(), six.build());
        if (read.size() == 0) {
            throw new IOException("tells " + content.key() + " of no address");
        }
        return read;
    }

    private static <V> void take(
            List<String> fields, Content<V> content, Ranges.Builder<V> four, Ranges.Builder<V> six) {
        if (fields.size() < 3) {
            throw new IllegalArgumentException("must be first,last,value");
        }
        byte[] first = address(fields.get(0));
        byte[] last = address(fields.get(1));
        if (first.length != last.length) {
            throw new IllegalArgumentException("one of the addresses is of IPv4, the other of IPv6");
        }
        Ranges.Builder<V> family = first.length == 4 ? four : six;
        content.fromFields()
                .apply(fields.subList(2, fields.size()))
                .ifPresent(value -> family.add(number(first), number(last), value));
    }

    private static byte[] address(String text) {
        byte[] four = new byte[4];
        if (isFour(text, four)) {
            return four;
        }
        IPAddress address = text.indexOf(':') < 0 ? null : new IPAddressString(text).getAddress();
        if (address == null || address.isMultiple()) {
            throw new IllegalArgumentException("'" + text + "' is not an address");
        }
        return address.getBytes();
    }

    /** Most lines are of IPv4, and of their addresses there are a million: the library is meant for fewer. */
    private static boolean isFour(String text, byte[] octets) {
        int index = 0;
        int octet = -1;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '.' && octet >= 0 && index < 3) {
                octets[index++] = (byte) octet;
                octet = -1;
            } else if (next >= '0' && next <= '9') {
                octet = Math.max(octet, 0) * 10 + next - '0';
            } else {
                return false;
            }
            if (octet > 255) {
                return false;
            }
        }
        octets[index] = (byte) octet;
        return index == 3 && octet >= 0;
    }

    /** The fields of a line; in quotes a comma belongs to the field, and a quote is doubled (RFC 4180). */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i);
            if (next == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(next);
                i++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (next == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(next);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    /** Its higher and its lower 64 bits. */
    private static long[] number(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return octets.length == 4
                ? new long[] {0, Integer.toUnsignedLong(buffer.getInt())}
                : new long[] {buffer.getLong(), buffer.getLong()};
    }

    @Override
    public Optional<V> of(InetAddress address) {
        long[] number = number(address.getAddress());
        return (address instanceof Inet4Address ? four : six).at(number[0], number[1]);
    }

    int size() {
        return four.size() + six.size();
    }
}
