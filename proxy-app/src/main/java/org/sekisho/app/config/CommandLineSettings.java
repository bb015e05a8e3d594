package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.app.config.Written.Mapping;
import org.sekisho.app.config.Written.Scalar;
import org.sekisho.app.config.Written.Sequence;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Settings from the command line, as they were typed; they win over environment and file.
 *
 * @param listen addresses; if there are any, they replace the listeners of the file
 * @param upstream addresses; if there are any, they replace those of the file
 */
public record CommandLineSettings(
        List<String> listen, List<String> upstream, Optional<String> identity, Optional<String> logFormat) {
    public static final CommandLineSettings NONE =
            new CommandLineSettings(List.of(), List.of(), Optional.empty(), Optional.empty());

    public CommandLineSettings {
        listen = List.copyOf(listen);
        upstream = List.copyOf(upstream);
    }

    void apply(Mapping root) {
        if (!listen.isEmpty()) {
            root.entries().put("listeners", listeners());
        }
        if (!upstream.isEmpty()) {
            Sequence addresses = new Sequence("upstream.addresses", "option --upstream", new ArrayList<>());
            for (String address : upstream) {
                int index = addresses.elements().size();
                addresses.elements().add(scalar(addresses.pathOf(index), "option --upstream", address));
            }
            section(root, "upstream", "option --upstream").entries().put("addresses", addresses);
        }
        identity.ifPresent(word -> set(root, "upstream", "identity", "option --identity", word));
        logFormat.ifPresent(word -> set(root, "log", "format", "option --log-format", word));
    }

    /** Named mx, mx-2, mx-3. */
    private Sequence listeners() {
        Sequence listeners = new Sequence("listeners", "option --listen", new ArrayList<>());
        for (String address : listen) {
            int index = listeners.elements().size();
            Mapping listener = Mapping.empty(listeners.pathOf(index), "option --listen");
            String name = index == 0 ? "mx" : "mx-" + (index + 1);
            listener.put("name", "option --listen", JsonNodeFactory.instance.stringNode(name));
            listener.put("address", "option --listen", JsonNodeFactory.instance.stringNode(address));
            listeners.elements().add(listener);
        }
        return listeners;
    }

    private static void set(Mapping root, String section, String key, String origin, String word) {
        section(root, section, origin).put(key, origin, JsonNodeFactory.instance.stringNode(word));
    }

    private static Mapping section(Mapping root, String key, String origin) {
        if (root.entries().get(key) instanceof Mapping mapping) {
            return mapping;
        }
        Mapping made = Mapping.empty(key, origin);
        root.entries().put(key, made);
        return made;
    }

    private static Scalar scalar(String path, String origin, String text) {
        return new Scalar(path, origin, JsonNodeFactory.instance.stringNode(text));
    }
}
