package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Postfix's smtpd as a proxy: {@code smtpd_proxy_filter} (SMTPD_PROXY_README), with folders of its own. */
final class PostfixFilter {
    private PostfixFilter() {}

    static FrontEnd start(Workbench bench, int sink) throws IOException, InterruptedException, BenchException {
        if (!Workbench.isRoot()) {
            throw new BenchException("Postfix can only be started by root; leave it out with --only");
        }
        int port = Workbench.freePort();
        Path home = bench.folder().resolve("postfix");
        Files.createDirectories(home.resolve("spool"));
        bench.write("postfix/main.cf", mainCf(home, sink));
        bench.write("postfix/master.cf", masterCf(port));
        // Makes the folders of the queue; it warns of a missing /etc/aliases and the like, which do not matter here.
        Process check = new ProcessBuilder("postfix", "-c", home.toString(), "check")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("check.log").toFile())
                .start();
        if (!check.waitFor(30, TimeUnit.SECONDS)) {
            check.destroyForcibly();
        }
        Server server = bench.start("postfix", new ProcessBuilder("postfix", "-c", home.toString(), "start-fg"));
        server.awaitPort(port);
        return new FrontEnd("postfix", port, Optional.of(server));
    }

    private static String mainCf(Path home, int sink) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = /dev/stdout
                myhostname = mx.example.org
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                mydestination =
                local_recipient_maps =
                alias_maps =
                alias_database =
                smtpd_peername_lookup = no
                smtpd_relay_restrictions = permit_mynetworks, reject
                smtpd_client_connection_count_limit = 0
                smtpd_client_connection_rate_limit = 0
                smtpd_proxy_filter = 127.0.0.1:%2$d
                smtpd_proxy_timeout = 60s
                """.formatted(home, sink);
    }

    private static String masterCf(int port) {
        return """
                127.0.0.1:%d inet n - n - 300 smtpd
                rewrite unix - - n - - trivial-rewrite
                cleanup unix n - n - 0 cleanup
                anvil unix - - n - 1 anvil
                proxymap unix - - n - - proxymap
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port);
    }
}
