package org.sekisho.app.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system of MVStore's that is the disk, until it is told to fail: all of them at once, because MVStore
 * makes the instances. Names on it begin with {@link #SCHEME}. */
public final class FailingDisk extends FilePathWrapper {
    static final String SCHEME = "failing:";

    private static volatile String writing = "";
    private static volatile String reading = "";

    /** Registers it with MVStore, working. */
    static void insert() {
        FilePath.register(new FailingDisk());
        repair();
    }

    static void failWriting(String why) {
        writing = why;
    }

    static void failReading(String why) {
        reading = why;
    }

    static void repair() {
        writing = "";
        reading = "";
    }

    @Override
    public String getScheme() {
        return "failing";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        check(reading);
        return new Channel(super.open(mode));
    }

    private static void check(String why) throws IOException {
        if (!why.isEmpty()) {
            throw new IOException(why);
        }
    }

    private static final class Channel extends FileBaseDefault {
        private final FileChannel disk;

        Channel(FileChannel disk) {
            this.disk = disk;
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            check(reading);
            return disk.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            check(writing);
            return disk.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            check(writing);
            disk.force(metaData);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            check(writing);
            disk.truncate(size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            disk.close();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return disk.tryLock(position, size, shared);
        }
    }
}
