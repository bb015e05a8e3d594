package org.sekisho.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;
import org.sekisho.rules.incident.IncidentSettings.Response;
import org.sekisho.rules.incident.Restricted;
import org.sekisho.settings.ListenerSettings.Service;

/** Accounts that are watched or defended less than the configuration seems to say; none where nobody can log in. */
final class AccountsWarnings {
    /** A movement is one between two countries, also where positions are known. */
    private static final List<String> NEED_COUNTRIES = List.of("countries", "weeklyCountry", "travel", "teleporter");

    private static final List<String> NEED_SYSTEMS = List.of("systems", "weeklySystem");

    private AccountsWarnings() {}

    static List<String> about(Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        if (configuration.listeners().stream().anyMatch(listener -> listener.service() == Service.SUBMISSION)) {
            blind("countries", NEED_COUNTRIES, configuration.origins().countries(), configuration)
                    .ifPresent(warnings::add);
            blind("systems", NEED_SYSTEMS, configuration.origins().systems(), configuration)
                    .ifPresent(warnings::add);
            undefended(configuration).ifPresent(warnings::add);
            if (configuration.incidents().response() == Response.RESTRICT
                    && !configuration.incidents().notice().enabled()) {
                warnings.add("incidents.response is restrict, but no owner of a restricted account is told, and nothing"
                        + " says that one has not been; set incidents.notice.enabled to true");
            }
        }
        return warnings;
    }

    /** Nets without the file that they look into. */
    private static Optional<String> blind(
            String key, List<String> nets, Optional<?> file, Configuration configuration) {
        String blind = nets.stream()
                .filter(net -> configuration
                        .accounts()
                        .modeOf(net)
                        .filter(mode -> mode != Mode.OFF)
                        .isPresent())
                .map(net -> "accounts." + net)
                .collect(Collectors.joining(", "));
        return file.isPresent() || blind.isEmpty()
                ? Optional.empty()
                : Optional.of(blind + ": nobody is ever caught without a file that tells the " + key
                        + " of addresses; name one in origins." + key + ", or set the mode to off");
    }

    private static Optional<String> undefended(Configuration configuration) {
        String rule = Restricted.TYPE.name();
        RulesSettings rules = configuration.rules();
        String nothing = ", so that a restriction of an account has no effect; ";
        if (rules.order().values().stream().noneMatch(names -> names.contains(rule))) {
            return Optional.of("the rule " + rule + " stands nowhere" + nothing
                    + "choose another rules.profile, or name it in rules.order");
        }
        return Stream.ofNullable(rules.set().byName().get(rule))
                .map(Placement::mode)
                .filter(mode -> mode != Mode.ENFORCE)
                .map(mode -> "rules.set." + rule + ".mode is " + mode.key() + nothing + "set it to enforce")
                .findFirst();
    }
}
