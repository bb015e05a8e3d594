package org.sekisho.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.app.action.ActionSettings;
import org.sekisho.app.origin.OriginSettings;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.trial.TrialSettings;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.UpstreamSettings;

/**
 * The configuration file as a record: its components are the file's top-level keys.
 *
 * @param upstream empty means the embedded mail server
 * @param jails by name
 * @param reloadOnChange whether the file is read again when it has changed
 */
public record Configuration(
        String hostName,
        List<ListenerEntry> listeners,
        Optional<UpstreamSettings> upstream,
        Limits limits,
        Timeouts timeouts,
        boolean receivedHeader,
        BareNewline bareNewline,
        StateSettings state,
        RulesSettings rules,
        Map<String, JailSettings> jails,
        AccountSettings accounts,
        TrialSettings trialMails,
        IncidentSettings incidents,
        ActionSettings actions,
        OriginSettings origins,
        DnsSettings dns,
        AdminSettings admin,
        LogSettings log,
        EmbeddedSettings embedded,
        boolean reloadOnChange) {

    public Configuration {
        listeners = List.copyOf(listeners);
        jails = new Jails(jails).byName();
        // The proxy's settings check the name when they are made; it is to be found wrong already here.
        ProxySettings.of(hostName, ListenerEntry.DEFAULT.settings(), Defaults.UPSTREAM);
    }

    /** This one, with all of the other's that can be changed while the program runs. */
    public Configuration governedBy(Configuration other) {
        return governedBy(
                other.rules, other.jails, other.accounts, other.trialMails, other.incidents, other.reloadOnChange);
    }

    /** This one, with one jail as the other has it, or without it if the other does not. */
    public Configuration withJail(String name, Configuration other) {
        Map<String, JailSettings> all = new LinkedHashMap<>(jails);
        all.compute(name, (same, before) -> other.jails.get(name));
        return governedBy(rules, all, accounts, trialMails, incidents, reloadOnChange);
    }

    private Configuration governedBy(
            RulesSettings otherRules,
            Map<String, JailSettings> otherJails,
            AccountSettings otherAccounts,
            TrialSettings otherTrialMails,
            IncidentSettings otherIncidents,
            boolean otherReloadOnChange) {
        return new Configuration(
                hostName,
                listeners,
                upstream,
                limits,
                timeouts,
                receivedHeader,
                bareNewline,
                state,
                otherRules,
                otherJails,
                otherAccounts,
                otherTrialMails,
                otherIncidents,
                actions,
                origins,
                dns,
                admin,
                log,
                embedded,
                otherReloadOnChange);
    }

    /** What the proxy itself needs to start, with this mail server behind it. */
    public ProxySettings proxySettings(UpstreamSettings behind) {
        return new ProxySettings(
                hostName,
                listeners.stream().map(ListenerEntry::settings).toList(),
                behind,
                limits,
                timeouts,
                receivedHeader,
                bareNewline);
    }
}
