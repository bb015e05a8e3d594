package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the lines with a certain text that are appended to a file from now on. */
final class LogTail {
    private static final int AT_ONCE = 65_536;

    private final Path file;
    private final String wanted;
    private final StringBuilder unfinished = new StringBuilder();
    private long offset;
    private long seen;

    LogTail(Path file, String wanted) throws IOException {
        this.file = file;
        this.wanted = wanted;
        this.offset = Files.exists(file) ? Files.size(file) : 0;
    }

    /** How many there have been up to now. */
    long seen() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file).position(offset)) {
            ByteBuffer octets = ByteBuffer.allocate(AT_ONCE);
            for (int count = channel.read(octets); count > 0; count = channel.read(octets)) {
                offset += count;
                unfinished.append(StandardCharsets.ISO_8859_1.decode(octets.flip()));
                countLines();
                octets.clear();
            }
        }
        return seen;
    }

    private void countLines() {
        int start = 0;
        for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", start)) {
            seen += unfinished.substring(start, end).contains(wanted) ? 1 : 0;
            start = end + 1;
        }
        unfinished.delete(0, start);
    }
}
