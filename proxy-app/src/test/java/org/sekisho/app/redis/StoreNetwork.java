package org.sekisho.app.redis;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.app.postfix.Program;

/** A network of its own in the kernel, in which a Redis runs, with one cable to it that can be cut. Needs root. */
public final class StoreNetwork implements AutoCloseable {
    private static final String OUTSIDE = "203.0.113.1";
    private static final String INSIDE = "203.0.113.2";
    private static final String CUT =
            "add table inet cut; add chain inet cut in { type filter hook input priority 0; }; "
                    + "add rule inet cut in iifname != lo drop";

    /** At most 15 characters. */
    private final String name = "sek" + ProcessHandle.current().pid();

    private final String here = name + "h";
    private final RedisServer redis;

    public StoreNetwork() {
        ip("netns", "add", name);
        ip("link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("addr", "add", OUTSIDE + "/30", "dev", here);
        ip("link", "set", here, "up");
        ip("-n", name, "addr", "add", INSIDE + "/30", "dev", "eth0");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "link", "set", "lo", "up");
        redis = RedisServer.within(List.of("ip", "netns", "exec", name), INSIDE);
    }

    public RedisServer redis() {
        return redis;
    }

    /** From now on each packet is dropped; nobody is told. */
    public void cut() {
        run("nftables", List.of("ip", "netns", "exec", name, "nft", CUT));
    }

    public void heal() {
        run("nftables", List.of("ip", "netns", "exec", name, "nft", "delete table inet cut"));
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        run("iproute2", command);
    }

    private static void run(String debianPackage, List<String> command) {
        Program ended = Program.run(debianPackage, command);
        if (ended.exitCode() != 0) {
            throw new AssertionError(command + " failed: " + ended.all());
        }
    }

    @Override
    public void close() {
        redis.close();
        ip("link", "del", here);
        ip("netns", "del", name);
    }
}
