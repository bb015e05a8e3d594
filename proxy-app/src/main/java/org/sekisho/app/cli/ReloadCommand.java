package org.sekisho.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekisho.app.admin.NodeReloaded;
import org.sekisho.app.admin.Reloaded;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.log.Escaped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description = "Have the running proxy read its configuration again. A wrong one changes nothing.",
        footer = {
            "",
            "Sessions that are open go on; what is new holds from their next MAIL. SIGHUP does the same.",
            "What was set in jails by command is as the file says again, and the answer says so.",
            "",
            "With --all-nodes all proxies that share a Redis do so, each with its own file. The exit code is 1 unless all",
            "have answered and reloaded; one that did not hear of it does so within seconds after it reaches Redis.",
            "",
            "Examples:",
            "  sekisho reload --config /etc/sekisho/sekisho.yaml",
            "  sekisho reload unknown-users",
            "  sekisho reload --all-nodes"
        })
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "JAIL", arity = "0..1", defaultValue = "", description = "Only this jail's settings.")
    private String jail = "";

    @Option(names = "--all-nodes", description = "On all proxies that share this one's Redis.")
    private boolean allNodes;

    private final Console console;

    ReloadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        if (allNodes) {
            return all(admin.client(console).reloadAll(jail));
        }
        tell("", admin.client(console).reload(jail));
        return ExitCode.DONE;
    }

    private void tell(String node, Reloaded reloaded) {
        reloaded.warnings().forEach(warning -> console.err().println(node + "warning: " + warning));
        reloaded.lines().forEach(line -> console.out().println(node + line));
    }

    private int all(List<NodeReloaded> nodes) {
        int failed = 0;
        for (NodeReloaded node : nodes) {
            String name = Escaped.text(node.node()) + ": ";
            node.reloaded().ifPresent(reloaded -> tell(name, reloaded));
            if (node.problem().isPresent()) {
                failed++;
                node.problem().get().lines().forEach(line -> console.err().println(name + Escaped.text(line)));
            }
        }
        if (failed > 0) {
            console.err().println("sekisho: " + failed + " of " + nodes.size() + " nodes have not reloaded");
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
