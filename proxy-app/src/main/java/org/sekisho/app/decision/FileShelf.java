package org.sekisho.app.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.state.OwnerOnly;

/**
 * Keeps decisions in files that only grow, since nothing ever changes in them: one line each, the reference, the second of
 * the decision, and the text. When a file is large or old enough the next one is begun; the oldest file makes room. An index in
 * memory says where a reference stands; after a start it is read from the files. Other programs may read along.
 */
final class FileShelf implements Shelf {
    /** Octets of all files together: some 25,000 decisions. */
    static final int MOST_OCTETS = 64 << 20;

    /** Files at once, also when each start begins a new one that stays small. */
    private static final int MOST_FILES = 64;

    /** The newest file has at most this part of all octets, and of the time that decisions are kept. */
    private static final int PART = 8;

    private static final String NAME = "decisions-%012d.log";

    /** Where a text stands. */
    private record Place(Segment segment, long from, int length) {}

    /** One file. */
    private static final class Segment {
        final Path path;
        final long number;
        long octets;
        Instant oldest = Instant.MAX;
        Instant newest = Instant.EPOCH;

        Segment(Path path, long number) {
            this.path = path;
            this.number = number;
        }

        void has(Instant time) {
            oldest = time.isBefore(oldest) ? time : oldest;
            newest = time.isAfter(newest) ? time : newest;
        }
    }

    private final Path directory;
    private final Duration keep;
    private final int most;
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** In the order of age. */
    private final LinkedHashMap<String, Place> index = new LinkedHashMap<>();

    private ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private @Nullable FileChannel open;
    private long octets;

    /** @param keep how long decisions are kept; old files go sooner if there is more to keep */
    FileShelf(Path directory, Duration keep) {
        this(directory, keep, MOST_OCTETS);
    }

    FileShelf(Path directory, Duration keep, int most) {
        this.directory = directory;
        this.keep = keep;
        this.most = most;
    }

    /** Before anything else: finds out what is there. */
    FileShelf opened() throws IOException {
        OwnerOnly.folder(directory);
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(path -> number(path) >= 0).sorted().toList();
            for (Path path : found) {
                readIn(new Segment(path, number(path)));
            }
        }
        makeRoom();
        return this;
    }

    private void readIn(Segment segment) throws IOException {
        byte[] all = Files.readAllBytes(segment.path);
        segments.add(segment);
        segment.octets = all.length;
        octets += all.length;
        int from = 0;
        // A line without an end was being written when the program died.
        for (int end = end(all, 0); end >= 0; end = end(all, from)) {
            String head = new String(all, from, Math.min(end - from, 48), ISO_8859_1);
            String[] words = head.split(" ", 3);
            if (words.length == 3 && words[1].matches("[0-9]{1,11}")) {
                int before = words[0].length() + words[1].length() + 2;
                index.put(words[0], new Place(segment, from + before, end - from - before));
                segment.has(Instant.ofEpochSecond(Long.parseLong(words[1])));
            }
            from = end + 1;
        }
    }

    private static int end(byte[] all, int from) {
        for (int i = from; i < all.length; i++) {
            if (all[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void put(String reference, Instant time, byte[] text) throws IOException {
        Segment segment = segment(time);
        byte[] head = (reference + " " + time.getEpochSecond() + " ").getBytes(US_ASCII);
        index.remove(reference);
        index.put(reference, new Place(segment, segment.octets + head.length, text.length));
        lines.writeBytes(head);
        lines.writeBytes(text);
        lines.write('\n');
        int length = head.length + text.length + 1;
        segment.octets += length;
        segment.has(time);
        octets += length;
    }

    /** The file that is written to. */
    private Segment segment(Instant now) throws IOException {
        if (open != null && hasRoom(segments.getLast(), now)) {
            return segments.getLast();
        }
        flush();
        closeFile();
        Segment next = next();
        open = FileChannel.open(
                next.path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(directory));
        segments.add(next);
        makeRoom();
        return next;
    }

    private boolean hasRoom(Segment segment, Instant now) {
        return segment.octets < most / PART
                && segment.oldest.plus(keep.dividedBy(PART)).isAfter(now);
    }

    private Segment next() {
        long number = segments.isEmpty() ? 1 : segments.getLast().number + 1;
        return new Segment(directory.resolve(NAME.formatted(number)), number);
    }

    private void makeRoom() throws IOException {
        while (segments.size() > 1 && (octets > most - most / PART || segments.size() > MOST_FILES)) {
            removeOldest();
        }
    }

    private void removeOldest() throws IOException {
        Segment oldest = segments.remove();
        octets -= oldest.octets;
        Iterator<Place> places = index.values().iterator();
        while (places.hasNext() && places.next().segment().number <= oldest.number) {
            places.remove();
        }
        Files.deleteIfExists(oldest.path);
    }

    /** What cannot be written is lost, and the next file is tried. */
    @Override
    public void flush() throws IOException {
        if (lines.size() == 0 || open == null) {
            return;
        }
        ByteBuffer waiting = ByteBuffer.wrap(lines.toByteArray());
        lines = new ByteArrayOutputStream(); // One that has grown would stay large.
        try {
            while (waiting.hasRemaining()) {
                open.write(waiting);
            }
        } catch (IOException e) {
            closeFile();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> find(String reference) throws IOException {
        Place place = index.get(reference);
        if (place == null) {
            return Optional.empty();
        }
        flush();
        ByteBuffer text = ByteBuffer.allocate(place.length());
        try (FileChannel file = FileChannel.open(place.segment().path, StandardOpenOption.READ)) {
            while (text.hasRemaining() && file.read(text, place.from() + text.position()) >= 0) {
                // Until all is read, or the file is shorter than it was.
            }
        }
        return text.hasRemaining() ? Optional.empty() : Optional.of(text.array());
    }

    /** File by file; the one that is written to goes, too, if all of it is old. */
    @Override
    public void forget(Instant before) throws IOException {
        while (!segments.isEmpty() && segments.getFirst().newest.isBefore(before)) {
            if (segments.size() == 1) {
                flush();
                closeFile();
            }
            removeOldest();
        }
    }

    private void closeFile() throws IOException {
        FileChannel file = open;
        open = null;
        lines.reset();
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        closeFile();
    }

    private static long number(Path path) {
        String name = path.getFileName().toString();
        return name.matches("decisions-[0-9]{12}\\.log") ? Long.parseLong(name.substring(10, 22)) : -1;
    }
}
