package org.sekisho.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process and all below it, as /proc tells of them (proc(5)). */
record ProcessTree(ProcessHandle top) {
    private static final Pattern PSS = Pattern.compile("^Pss: +(\\d+) kB", Pattern.MULTILINE);
    private static final Pattern RSS = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);
    private static final Pattern THREADS = Pattern.compile("^Threads:\\s+(\\d+)", Pattern.MULTILINE);

    /** CPU time in clock ticks (100 a second on Linux, USER_HZ): that of the living and of the children they have reaped. */
    record Cpu(long user, long system) {
        private static final long MICROS_PER_TICK = 10_000;

        Cpu plus(Cpu other) {
            return new Cpu(user + other.user, system + other.system);
        }

        double userMicrosSince(Cpu start) {
            return (double) (user - start.user) * MICROS_PER_TICK;
        }

        double systemMicrosSince(Cpu start) {
            return (double) (system - start.system) * MICROS_PER_TICK;
        }
    }

    Cpu cpu() {
        return files("stat").map(ProcessTree::cpuOf).reduce(new Cpu(0, 0), Cpu::plus);
    }

    /** Memory in KiB, pages that several processes share counted in part for each. */
    long proportionalMemory() {
        return files("smaps_rollup").mapToLong(text -> number(PSS, text)).sum();
    }

    /** Memory in KiB, with all that is shared. */
    long residentMemory() {
        return files("status").mapToLong(text -> number(RSS, text)).sum();
    }

    long threads() {
        return files("status").mapToLong(text -> number(THREADS, text)).sum();
    }

    List<ProcessHandle> all() {
        return Stream.concat(Stream.of(top), top.descendants()).toList();
    }

    private Stream<String> files(String name) {
        return all().stream().flatMap(process -> read(process.pid(), name).stream());
    }

    private static Cpu cpuOf(String stat) {
        // The second field is the program's name in parentheses and may hold spaces; the third comes first here.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(
                Long.parseLong(fields[11]) + Long.parseLong(fields[13]),
                Long.parseLong(fields[12]) + Long.parseLong(fields[14]));
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Empty when the process has ended meanwhile: its CPU time is then its parent's. */
    private static Optional<String> read(long pid, String name) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), name)));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return Optional.empty();
            }
            throw new UncheckedIOException("cannot read /proc/" + pid + "/" + name, e);
        }
    }
}
