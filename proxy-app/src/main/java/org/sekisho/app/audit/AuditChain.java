package org.sekisho.app.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekisho.app.state.OwnerOnly;
import org.sekisho.app.state.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open end of an audit. For one thread. What fails is not in the chain; the next attempt begins where it began. */
final class AuditChain implements AutoCloseable {
    /** What to do with a last entry is known only when its place is: it holds the one before. */
    @FunctionalInterface
    interface Draft {
        AuditLine after(Link last);
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(AuditChain.class);

    private final AuditFiles files;
    private final long most;
    private final List<String> wounds = new ArrayList<>();
    /** What has been told about steps that fail. */
    private final Set<String> failing = new HashSet<>();

    private @Nullable FileChannel open;
    private Link end = Link.START;
    private long first = 1;
    private long length;
    private boolean torn;

    /** @param most octets of a file before the next is begun */
    AuditChain(Path directory, long most) {
        this.files = new AuditFiles(directory);
        this.most = most;
    }

    /**
     * Writes the lines and comes back when the disk has them.
     *
     * @throws IOException none of them is in the chain
     */
    void add(List<Draft> drafts) throws IOException {
        FileChannel channel = channel();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        if (torn) {
            lines.write('\n');
        }
        Link last = end;
        for (Draft draft : drafts) {
            AuditLine line = draft.after(last);
            lines.writeBytes((line.text() + "\n").getBytes(UTF_8));
            last = line.link();
        }
        if (channel.size() > length) {
            // What an attempt that failed has left.
            channel.truncate(length);
        }
        write(channel, lines.toByteArray(), length);
        channel.force(false);
        length += lines.size();
        end = last;
        torn = false;
        behind(AuditFiles.HEAD, () -> SecretFile.write(files.directory(), AuditFiles.HEAD, end.toString()));
        if (length >= most) {
            behind("the next file", () -> rotate(channel));
        }
    }

    /** What comes after lines that the disk has: they are in the chain also if it fails. The next attempt makes up for it. */
    private void behind(String what, Step step) {
        try {
            step.take();
            failing.remove(what);
        } catch (IOException | RuntimeException e) {
            if (failing.add(what)) {
                LOG.warn(
                        "The audit log: {} cannot be written: {}. Entries are; it is tried again with the next",
                        what,
                        e.toString());
            }
        }
    }

    /** Opens the file if it is not open, and tells once what was found wrong with its end, what is last in the file last. */
    List<String> wounds() throws IOException {
        channel();
        List<String> told = List.copyOf(wounds);
        wounds.clear();
        return told;
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = open;
        if (channel == null) {
            OwnerOnly.folder(files.directory());
            channel = FileChannel.open(
                    files.growing(),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OwnerOnly.file(files.directory()));
            try {
                findEnd(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            open = channel;
        }
        return channel;
    }

    private void findEnd(FileChannel channel) throws IOException {
        List<Path> all = files.inOrder();
        Optional<Link> found = Optional.empty();
        for (int i = all.size() - 1; i >= 0 && found.isEmpty(); i--) {
            found = lastOf(AuditFiles.lines(Files.readAllBytes(all.get(i))));
        }
        end = found.orElse(Link.START);
        List<byte[]> growing = AuditFiles.lines(Files.readAllBytes(files.growing()));
        first = growing.stream()
                .flatMap(line -> AuditFiles.read(line).stream())
                .findFirst()
                .map(read -> read.line().number())
                .orElse(end.number() + 1);
        length = channel.size();
        byte[] tail = growing.get(growing.size() - 1);
        Optional<Link> head = files.readHead();
        if (head.isPresent() && head.get().number() > end.number()) {
            wounds.add(AuditCheck.MISSING + (end.number() + 1) + " to "
                    + head.get().number());
        }
        torn = tail.length > 0;
        if (torn) {
            wounds.add(AuditCheck.TORN + tail.length + " octets, SHA-256 " + AuditLine.sha256(tail));
        }
    }

    private static Optional<Link> lastOf(List<byte[]> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<AuditLine.Read> read = AuditFiles.read(lines.get(i));
            if (read.isPresent() && (i < lines.size() - 1)) {
                return Optional.of(read.get().link());
            }
        }
        return Optional.empty();
    }

    private static void write(FileChannel channel, byte[] octets, long from) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(octets);
        while (left.hasRemaining()) {
            channel.write(left, from + left.position());
        }
    }

    private void rotate(FileChannel channel) throws IOException {
        // First of all: if it fails this file goes on growing.
        Files.move(files.growing(), files.full(first), StandardCopyOption.ATOMIC_MOVE);
        open = null;
        channel.close();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
