package org.sekisho.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.net.ProxyStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Sekisho.BuiltVersion.class,
        description =
                "Run the proxy until SIGTERM or Ctrl-C. Without an upstream, an embedded mail server keeps the mail.",
        footer = {
            "",
            "Examples:",
            "  sekisho run",
            "      Try it: takes mail on 127.0.0.1:2525 and keeps it in ./sekisho-mail.",
            "  sekisho run --listen 0.0.0.0:25 --upstream 127.0.0.1:10025",
            "      In front of Postfix, which needs smtpd_authorized_xclient_hosts.",
            "  sekisho run --upstream mail.example.org:25 --identity none",
            "      In front of any mail server that does not trust this proxy's address.",
            "  sekisho run --config /etc/sekisho/sekisho.yaml"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    private final Console console;
    private final Launcher launcher;

    RunCommand(Console console, Launcher launcher) {
        this.console = console;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException, ProxyStartException {
        ConfigurationSource source = options.source(console);
        launcher.run(source.load(), source);
        return ExitCode.DONE;
    }
}
