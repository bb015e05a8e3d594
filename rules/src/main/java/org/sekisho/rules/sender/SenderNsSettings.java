package org.sekisho.rules.sender;

import java.util.List;
import java.util.Locale;
import org.sekisho.rules.client.HostName;
import org.sekisho.settings.Network;

/**
 * The settings of the rule {@code sender-ns}.
 *
 * @param names name servers whose customers are refused; a name stands for itself and for all names below it
 * @param networks networks whose name servers' customers are refused
 */
public record SenderNsSettings(List<String> names, List<Network> networks) {
    public static final SenderNsSettings DEFAULTS = new SenderNsSettings(List.of(), List.of());

    public SenderNsSettings {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        networks = List.copyOf(networks);
        for (String name : names) {
            if (!HostName.valid(name)) {
                throw new IllegalArgumentException("names: '" + name
                        + "' is not the name of a name server or of its domain, such as dns.example.net");
            }
        }
    }
}
