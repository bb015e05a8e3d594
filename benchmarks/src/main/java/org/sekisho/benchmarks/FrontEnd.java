package org.sekisho.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Something that takes mail on a port and relays it to the sink.
 *
 * @param server empty for the sink itself, whose CPU is not of interest
 */
record FrontEnd(String name, int port, Optional<Server> server) {
    /** The names that {@code --only} takes, in the order of the report. */
    static final List<String> NAMES = List.of("direct", "haproxy", "nginx", "postfix", "sekisho");

    static FrontEnd start(String name, Workbench bench, int sink)
            throws IOException, InterruptedException, BenchException {
        return switch (name) {
            case "direct" -> new FrontEnd(name, sink, Optional.empty());
            case "haproxy" -> haproxy(bench, sink);
            case "nginx" -> nginx(bench, sink);
            case "postfix" -> PostfixFilter.start(bench, sink);
            case "sekisho" -> Sekisho.start(bench, sink, "");
            default -> throw new BenchException(name + " is none of " + String.join(", ", NAMES));
        };
    }

    /** Postfix's own test sink: takes every message and forgets it. */
    static int sink(Workbench bench) throws IOException, InterruptedException, BenchException {
        int port = Workbench.freePort();
        ProcessBuilder command = new ProcessBuilder("smtp-sink", "-m", "9000");
        if (Workbench.isRoot()) { // it refuses to run as root
            command.command().addAll(List.of("-u", "nobody"));
        }
        command.command().addAll(List.of("127.0.0.1:" + port, "4000"));
        bench.start("smtp-sink", command).awaitPort(port);
        return port;
    }

    /** The least that a relay can cost: it copies bytes. */
    private static FrontEnd haproxy(Workbench bench, int sink)
            throws IOException, InterruptedException, BenchException {
        int port = Workbench.freePort();
        Path file = bench.write("haproxy.cfg", """
                global
                  maxconn 9000
                  nbthread 2
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 300s
                  timeout server 300s
                listen smtp
                  bind 127.0.0.1:%d
                  server sink 127.0.0.1:%d
                """.formatted(port, sink));
        return listening(bench, "haproxy", port, "haproxy", "-db", "-f", file.toString());
    }

    /** nginx asks an HTTP server where to relay each session to; here it answers itself. */
    private static FrontEnd nginx(Workbench bench, int sink) throws IOException, InterruptedException, BenchException {
        int port = Workbench.freePort();
        Path file = bench.write("nginx.conf", """
                load_module /usr/lib/nginx/modules/ngx_mail_module.so;
                daemon off;
                user nobody nogroup;
                worker_processes 2;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx.err;
                events { worker_connections 9000; }
                http {
                  access_log off;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / {
                      add_header Auth-Status OK;
                      add_header Auth-Server 127.0.0.1;
                      add_header Auth-Port %3$d;
                      return 200;
                    }
                  }
                }
                mail {
                  server_name mx.example.org;
                  auth_http 127.0.0.1:%2$d/;
                  proxy on;
                  xclient off;
                  smtp_capabilities PIPELINING 8BITMIME;
                  server { listen 127.0.0.1:%4$d; protocol smtp; smtp_auth none; }
                }
                """.formatted(bench.folder(), Workbench.freePort(), sink, port));
        return listening(
                bench,
                "nginx",
                port,
                "nginx",
                "-c",
                file.toString(),
                "-p",
                bench.folder().toString());
    }

    static FrontEnd listening(Workbench bench, String name, int port, String... command)
            throws IOException, InterruptedException, BenchException {
        Server server = bench.start(name, new ProcessBuilder(command));
        server.awaitPort(port);
        return new FrontEnd(name, port, Optional.of(server));
    }
}
