package org.sekisho.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of a message with secrets. It is never copied but for a name in it, so that the message can be overwritten. */
final class Octets {
    /** Characters of the longest account. */
    private static final int LONGEST_NAME = 255;

    private final byte[] message;
    private final int from;
    private final int to;

    private Octets(byte[] message, int from, int to) {
        this.message = message;
        this.from = from;
        this.to = to;
    }

    static Octets of(byte[] message) {
        return new Octets(message, 0, message.length);
    }

    boolean isEmpty() {
        return from == to;
    }

    int length() {
        return to - from;
    }

    int at(int index) {
        return message[from + index];
    }

    /** From there on. */
    Octets after(int count) {
        return new Octets(message, from + count, to);
    }

    /** To there. */
    Octets before(int count) {
        return new Octets(message, from, from + count);
    }

    int lastIndexOf(char wanted) {
        int index = length() - 1;
        while (index >= 0 && at(index) != wanted) {
            index--;
        }
        return index;
    }

    boolean has(char wanted) {
        return lastIndexOf(wanted) >= 0;
    }

    boolean is(String ascii) {
        return length() == ascii.length() && startsWith(ascii);
    }

    boolean startsWith(String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
        return length() >= wanted.length
                && Arrays.equals(message, from, from + wanted.length, wanted, 0, wanted.length);
    }

    /** As {@link #startsWith}, for what servers may read without regard to case. */
    boolean startsWithAnyCase(String ascii) {
        return length() >= ascii.length()
                && text(0, ascii.length()).toLowerCase(Locale.ROOT).equals(ascii);
    }

    String text(int begin, int end) {
        return new String(message, from + begin, end - begin, StandardCharsets.UTF_8);
    }

    /** The parts between the separators, empty ones too. */
    List<Octets> split(char separator) {
        List<Octets> parts = new ArrayList<>();
        int begin = from;
        for (int i = from; i < to; i++) {
            if (message[i] == separator) {
                parts.add(new Octets(message, begin, i));
                begin = i + 1;
            }
        }
        parts.add(new Octets(message, begin, to));
        return parts;
    }

    /** The name of an account that this is; empty if it cannot be one (A12). */
    Optional<String> name() {
        try {
            return checked(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message, from, length()))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** The same in RFC 5801's writing, where {@code =2C} is a comma and {@code =3D} an equals sign. */
    Optional<String> escapedName() {
        return name().filter(name -> name.replace("=2C", "").replace("=3D", "").indexOf('=') < 0)
                .map(name -> name.replace("=2C", ",").replace("=3D", "="));
    }

    static Optional<String> checked(String name) {
        boolean possible = !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl)
                // What stands for octets that are no UTF-8.
                && name.indexOf('\uFFFD') < 0
                && name.indexOf('@') == name.lastIndexOf('@');
        return possible ? Optional.of(name) : Optional.empty();
    }

    /** Never the octets. */
    @Override
    public String toString() {
        return "Octets[" + length() + "]";
    }
}
