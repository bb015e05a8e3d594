package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process uses, in bytes, as its own diagnostics tell ({@code jcmd}).
 *
 * @param heap live objects after a full collection
 * @param direct memory outside the heap that Java code asked for, which is where network buffers lie
 */
record JavaMemory(long heap, long direct) {
    /** Without it the virtual machine does not keep count of what {@link #direct} needs. */
    static final String OPTION = "-XX:NativeMemoryTracking=summary";

    private static final Pattern HEAP = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final Pattern DIRECT_KIB = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    static JavaMemory of(Process process) throws IOException, InterruptedException, BenchException {
        // The histogram collects first; the second time, what finalisers and cleaners let go is gone too.
        jcmd(process, "GC.class_histogram");
        long heap = find(HEAP, jcmd(process, "GC.class_histogram"));
        long direct = find(DIRECT_KIB, jcmd(process, "VM.native_memory", "summary")) * 1024;
        return new JavaMemory(heap, direct);
    }

    long total() {
        return heap + direct;
    }

    private static long find(Pattern pattern, String text) throws BenchException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new BenchException("jcmd did not answer as expected: "
                    + text.lines().findFirst().orElse(""));
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String jcmd(Process process, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()));
        builder.command().addAll(List.of(command));
        Process jcmd = builder.redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return answer;
    }
}
