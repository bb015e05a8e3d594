package org.sekisho.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A network of its own in the kernel, where packet filter rules harm nobody. Needs root and iproute2. */
final class KernelNamespace implements AutoCloseable {
    private final String name = "sekisho-bench-" + ProcessHandle.current().pid();

    private KernelNamespace() {}

    static KernelNamespace open() throws IOException, InterruptedException, BenchException {
        if (!Workbench.isRoot()) {
            throw new BenchException("only root may make a network namespace");
        }
        KernelNamespace namespace = new KernelNamespace();
        Program.run(List.of("ip", "netns", "add", namespace.name));
        return namespace;
    }

    /** The command line that runs a program in there; it is the program's own process. */
    List<String> within(List<String> program) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(program);
        return command;
    }

    @Override
    public void close() throws IOException {
        try {
            Program.run(List.of("ip", "netns", "del", name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BenchException e) {
            throw new IOException("the network namespace is left over: " + e.getMessage(), e);
        }
    }
}
