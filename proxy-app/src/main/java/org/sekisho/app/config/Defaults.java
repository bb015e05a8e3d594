package org.sekisho.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.app.action.ActionSettings;
import org.sekisho.app.origin.OriginSettings;
import org.sekisho.rules.Profile;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.trial.TrialSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ProxySettings.BareNewline;
import org.sekisho.settings.Timeouts;
import org.sekisho.settings.UpstreamSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The configuration that holds where nothing is written. */
final class Defaults {
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Whoever writes an upstream must say where it is: its address here is never used. */
    static final UpstreamSettings UPSTREAM =
            UpstreamSettings.of(new Endpoint("127.0.0.1", 25), UpstreamSettings.Identity.XCLIENT);

    private final ObjectNode template;
    private final RuleBook book;

    Defaults(String hostName, RuleBook book) {
        this.book = book;
        Configuration configuration = new Configuration(
                hostName,
                List.of(ListenerEntry.DEFAULT),
                Optional.of(UPSTREAM),
                Limits.DEFAULTS,
                Timeouts.DEFAULTS,
                false,
                BareNewline.REJECT,
                StateSettings.DEFAULTS,
                RulesSettings.withDefaults(book.types()),
                Jails.DEFAULTS.byName(),
                AccountSettings.DEFAULTS,
                TrialSettings.DEFAULTS,
                IncidentSettings.DEFAULTS,
                ActionSettings.DEFAULTS,
                OriginSettings.DEFAULTS,
                DnsSettings.DEFAULTS,
                AdminSettings.DEFAULTS,
                LogSettings.DEFAULTS,
                EmbeddedSettings.DEFAULTS,
                true);
        template = SettingsMapper.YAML.valueToTree(configuration);
    }

    /** Defaults under this machine's own name, found without asking DNS. */
    static Defaults ofThisMachine(RuleBook book) {
        return new Defaults(machineName(), book);
    }

    /** As values for each key; those of {@code upstream} hold for whoever writes that section. */
    ObjectNode tree() {
        return with(Profile.OBSERVE);
    }

    /** What was written, laid over the defaults. */
    ObjectNode under(Written.Mapping written) {
        ObjectNode effective = (ObjectNode) overlay(
                written, withJails(written, with(profile(written).orElse(Profile.OBSERVE))));
        return withoutUpstreamUnless(written, effective);
    }

    private static ObjectNode withoutUpstreamUnless(Written.Mapping written, ObjectNode effective) {
        if (!written.entries().containsKey("upstream")) {
            effective.remove("upstream");
        }
        return effective;
    }

    private ObjectNode with(Profile profile) {
        ObjectNode defaults = template.deepCopy();
        ProfilePage.apply(profile, book, (ObjectNode) defaults.get("rules"));
        return defaults;
    }

    /** A jail of the operator's own has defaults, too. */
    private static ObjectNode withJails(Written.Mapping written, ObjectNode defaults) {
        ObjectNode jails = (ObjectNode) defaults.get("jails");
        if (written.child("jails").orElse(null) instanceof Written.Mapping own) {
            own.entries().keySet().stream()
                    .filter(name -> !jails.has(name))
                    .forEach(name -> jails.set(name, SettingsMapper.YAML.valueToTree(JailSettings.DEFAULTS)));
        }
        return defaults;
    }

    /** The profile that was written, if there is such a one. */
    private static Optional<Profile> profile(Written.Mapping written) {
        return written.child("rules")
                .flatMap(rules -> rules.child("profile"))
                .flatMap(word -> word instanceof Written.Scalar scalar
                        ? Stream.of(Profile.values())
                                .filter(profile ->
                                        profile.key().equals(scalar.value().asString()))
                                .findFirst()
                        : Optional.empty());
    }

    static JsonNode overlay(Written written, JsonNode below) {
        if (written instanceof Written.Mapping mapping) {
            ObjectNode result =
                    below instanceof ObjectNode object ? object.deepCopy() : SettingsMapper.YAML.createObjectNode();
            mapping.entries().forEach((key, value) -> result.set(key, overlay(value, result.path(key))));
            return result;
        }
        if (written instanceof Written.Sequence sequence) {
            // The one listener that holds by default is also the default of each listener.
            JsonNode element = below.path(0);
            ArrayNode result = SettingsMapper.YAML.createArrayNode();
            sequence.elements().forEach(value -> result.add(overlay(value, element)));
            return result;
        }
        return ((Written.Scalar) written).value();
    }

    RuleBook book() {
        return book;
    }

    static String machineName() {
        try {
            String name = Files.readString(KERNEL_HOST_NAME).strip();
            return name.matches("[!-~]{1,255}") ? name : "localhost";
        } catch (IOException notLinux) {
            return "localhost";
        }
    }
}
