package org.sekisho.app.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.app.postfix.Program;

/** A network of its own in the kernel, with some addresses on its loopback and a {@link Knocker} in it. Needs root. */
final class NetworkNamespace implements AutoCloseable {
    static final String SERVER = "192.0.2.1";
    static final String SERVER6 = "2001:db8::1";

    private static final List<String> ADDRESSES = List.of(
            SERVER + "/32",
            "192.0.2.7/32",
            "192.0.2.8/32",
            "198.51.100.9/32",
            SERVER6 + "/128",
            "2001:db8::7/128",
            "2001:db8:0:1::7/128");
    private static final int SHORT = 400;
    private static final int LONG = 20_000;

    private final String name = "sekisho-" + ProcessHandle.current().pid();
    private final Process knocker;
    private final PrintStream questions;
    private final BufferedReader answers;

    NetworkNamespace() {
        ip("netns", "add", name);
        ip("-n", name, "link", "set", "lo", "up");
        for (String address : ADDRESSES) {
            ip("-n", name, "addr", "add", address, "dev", "lo");
        }
        try {
            List<String> command = within(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Knocker.class.getName()));
            knocker = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            questions = new PrintStream(knocker.getOutputStream(), true, StandardCharsets.UTF_8);
            answers = knocker.inputReader(StandardCharsets.UTF_8);
            if (!String.valueOf(answers.readLine()).startsWith("ready")) {
                throw new AssertionError("the program in the namespace did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line that runs a program in there. */
    List<String> within(String... program) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(program));
        return command;
    }

    /** The kernel's rules in there. */
    String ruleset() {
        return run("nftables", within("nft", "list", "ruleset"));
    }

    void nft(String line) {
        List<String> command = within("nft");
        command.add(line);
        run("nftables", command);
    }

    /** What somebody sees who must get through. */
    String knock(String source) {
        return knock(source, 25, LONG);
    }

    /** What somebody sees who must not get through, after a short while. */
    String knockShortly(String source) {
        return knock(source, 25, SHORT);
    }

    String knock(String source, int port, int patience) {
        String server = source.indexOf(':') < 0 ? SERVER : SERVER6;
        questions.println(source + " " + server + " " + port + " " + patience);
        try {
            return String.valueOf(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        run("iproute2", command);
    }

    private static String run(String debianPackage, List<String> command) {
        Program ended = Program.run(debianPackage, command);
        if (ended.exitCode() != 0) {
            throw new AssertionError(command + " failed: " + ended.all());
        }
        return ended.output();
    }

    @Override
    public void close() {
        questions.close();
        knocker.destroyForcibly();
        ip("netns", "del", name);
    }
}
