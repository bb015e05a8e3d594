package org.sekisho.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekisho.app.config.LogSettings.Format;
import org.sekisho.app.pseudonym.Names;

final class LineQueueTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void dropsAndCountsInsteadOfWaiting() throws InterruptedException {
        LineQueue queue = start(new StuckOutput());
        queue.doAppend(message("first"));
        // The writer now holds the first and is stuck with it; two fit into the queue.
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 7; i++) {
            queue.doAppend(message("more"));
        }
        released.countDown();
        queue.stop();

        assertThat(lines()).filteredOn(line -> line.endsWith("INFO more")).hasSize(2);
        assertThat(lines())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .endsWith("WARN 5 log lines dropped: the log could not be written as fast as it grew");
    }

    @Test
    void countsWhatCouldNotBeWritten() throws InterruptedException {
        LineQueue queue = start(new FailingOnce());
        queue.doAppend(message("lost"));
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        queue.doAppend(message("later"));
        queue.stop();

        assertThat(lines()).noneMatch(line -> line.endsWith("INFO lost"));
        assertThat(lines()).anyMatch(line -> line.endsWith("INFO later"));
        assertThat(lines()).anyMatch(line -> line.contains("WARN 1 log lines dropped"));
    }

    private LineQueue start(OutputStream out) {
        LineQueue queue = new LineQueue(2, new LineFormat(Format.TEXT, Names.AS_THEY_ARE), out, InstantSource.system());
        queue.setContext(new LoggerContext());
        queue.start();
        return queue;
    }

    private static LoggingEvent message(String text) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLevel(Level.INFO);
        event.setMessage(text);
        event.setTimeStamp(0);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private final class StuckOutput extends OutputStream {
        @Override
        public void write(int b) {
            written.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.countDown();
            try {
                assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.write(bytes, offset, length);
        }
    }

    private final class FailingOnce extends OutputStream {
        private boolean failed;

        @Override
        public void write(int b) {
            written.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!failed) {
                failed = true;
                writing.countDown();
                throw new IOException("disk full");
            }
            written.write(bytes, offset, length);
        }
    }
}
