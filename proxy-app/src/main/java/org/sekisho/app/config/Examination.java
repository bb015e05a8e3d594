package org.sekisho.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.app.redis.RedisSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.TlsSettings;

/** Looks for what no single setting can know: listeners in each other's way, and files that are not what they should be. */
final class Examination {

    private final Blame blame;

    Examination(Blame blame) {
        this.blame = blame;
    }

    void examine(Configuration configuration) {
        if (configuration.upstream().isPresent() && !written("upstream", "addresses")) {
            blame.report("at least one is needed, such as [127.0.0.1:10025]", "upstream", "addresses");
        }
        unique(configuration.listeners());
        for (int i = 0; i < configuration.listeners().size(); i++) {
            TlsSettings tls = configuration.listeners().get(i).tls();
            if (tls.mode() != TlsSettings.Mode.OFF
                    && tls.certificate().isPresent()
                    && tls.key().isPresent()) {
                keyPair(
                        "listeners",
                        Integer.toString(i),
                        tls.certificate().get(),
                        tls.key().get());
            }
        }
        configuration.upstream().flatMap(upstream -> upstream.trust()).ifPresent(trust -> {
            try {
                KeyPairFiles.certificates(trust);
            } catch (IOException e) {
                blame.report(unreadable(trust, e), "upstream", "trust");
            }
        });
        if (configuration.state().store() == StateSettings.Store.REDIS) {
            redis(configuration.state().redis());
        }
    }

    private void redis(RedisSettings redis) {
        redis.authorities().ifPresent(file -> {
            try {
                KeyPairFiles.certificates(file);
            } catch (IOException e) {
                blame.report(unreadable(file, e), "state", "redis", "authorities");
            }
        });
        password(redis.passwordFile(), "passwordFile");
        password(redis.sentinelPasswordFile(), "sentinelPasswordFile");
    }

    private void password(Optional<Path> written, String key) {
        written.ifPresent(file -> {
            try {
                RedisSettings.password(file);
            } catch (IOException e) {
                blame.report(unreadable(file, "a file", e), "state", "redis", key);
            }
        });
    }

    /** Whether there is such a setting, or was one that has been taken out. */
    private boolean written(String section, String key) {
        String path = section + "." + key;
        return blame.written(section, key) || blame.reported(path);
    }

    private void unique(List<ListenerEntry> listeners) {
        Map<String, String> seen = new HashMap<>();
        if (listeners.isEmpty()) {
            blame.report("at least one is needed, such as [{address: '0.0.0.0:25'}]", "listeners");
        }
        for (int i = 0; i < listeners.size(); i++) {
            ListenerEntry listener = listeners.get(i);
            String index = Integer.toString(i);
            String previous = seen.putIfAbsent("name " + listener.name(), index);
            if (previous != null) {
                blame.report(
                        "'" + listener.name() + "' is the name of listeners[" + previous + "]; give each its own",
                        "listeners",
                        index,
                        "name");
            }
            // Any number of listeners may ask the system for a port.
            previous = listener.address().port() == 0 ? null : seen.putIfAbsent("address " + listener.address(), index);
            if (previous != null) {
                blame.report(
                        listener.address() + " is the address of listeners[" + previous + "]; give each its own",
                        "listeners",
                        index,
                        "address");
            }
        }
        wildcards(listeners);
    }

    /** The system would say that the port is in use, and the operator would look for another program that has it. */
    private void wildcards(List<ListenerEntry> listeners) {
        for (int i = 0; i < listeners.size(); i++) {
            Endpoint all = listeners.get(i).address();
            for (int j = 0; j < listeners.size(); j++) {
                Endpoint one = listeners.get(j).address();
                if (takes(all, one)) {
                    blame.report(
                            one + " is taken by listeners[" + i
                                    + "], which listens on all addresses; give each its own",
                            "listeners",
                            Integer.toString(j),
                            "address");
                }
            }
        }
    }

    /** 0.0.0.0 is every IPv4 address; [::] is those and every IPv6 address. */
    private static boolean takes(Endpoint all, Endpoint one) {
        boolean wildcard = all.host().equals("::")
                || (all.host().equals("0.0.0.0") && one.host().indexOf(':') < 0);
        return wildcard && !all.equals(one) && all.port() != 0 && all.port() == one.port();
    }

    private void keyPair(String list, String index, Path certificate, Path key) {
        Optional<KeyPairFiles.Certificates> chain = Optional.empty();
        try {
            chain = Optional.of(KeyPairFiles.certificates(certificate));
        } catch (IOException e) {
            blame.report(unreadable(certificate, e), list, index, "tls", "certificate");
        }
        try {
            String text = Files.readString(key, StandardCharsets.ISO_8859_1);
            if (chain.isPresent()) {
                chain.get().check(key, text);
            }
        } catch (IOException e) {
            blame.report(unreadable(key, e), list, index, "tls", "key");
        }
    }

    private static String unreadable(Path file, IOException e) {
        return unreadable(file, "a PEM file", e);
    }

    /** @param kind with its article */
    private static String unreadable(Path file, String kind, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no file " + file + ", seen from " + Path.of("").toAbsolutePath();
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to read " + file + "; let the user that runs Sekisho read it";
        }
        if (Files.isDirectory(file)) {
            return file + " is a directory; name " + kind;
        }
        return String.valueOf(e.getMessage());
    }
}
