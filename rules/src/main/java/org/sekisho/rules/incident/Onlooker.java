package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.rules.account.Acquaintance;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.account.Suspicion;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees what happens to accounts that have an incident: wrong passwords, and another one than the thief's. */
public final class Onlooker implements Learner {
    private static final Logger LOG = LoggerFactory.getLogger(Onlooker.class);

    private final Docket docket;

    public Onlooker(Docket docket) {
        this.docket = docket;
    }

    @Override
    public void learn(Happening happening, Case file) {
        InetAddress client = file.connection().client();
        if (happening instanceof Happening.Authenticated login) {
            login.account().flatMap(docket::of).ifPresent(incident -> loggedIn(incident, login, client));
        } else if (happening instanceof Happening.AuthenticationFailed failed
                && failed.took().isPresent()) {
            failed.account().flatMap(docket::of).ifPresent(incident -> failed(incident, client));
        }
    }

    /** Where the account is first seen while it has an incident that counts, it is not at home soon. */
    private void loggedIn(Incident incident, Happening.Authenticated login, InetAddress client) {
        Acquaintance places = docket.acquaintance();
        String account = incident.account();
        looked(
                incident,
                incident.state().standing() && incident.suspectsPlaces()
                        ? places.suspect(
                                account, client, new Suspicion(incident.opened(), Suspicion.Reach.UNSEEN, true))
                        : places.familiarity(account, client),
                familiarity -> {
                    if (familiarity == Familiarity.HOME && !incident.mayBeThiefs(login.passwordHash())) {
                        docket.passwordChanged(incident.id());
                    }
                });
    }

    private void failed(Incident incident, InetAddress client) {
        looked(incident, docket.familiarity(incident.account(), client), familiarity -> {
            if (familiarity != Familiarity.HOME) {
                docket.attempted(incident.id(), "wrong password, from " + Network.text(client));
            }
        });
    }

    private static void looked(Incident incident, CompletionStage<Familiarity> place, Consumer<Familiarity> then) {
        place.thenAccept(then).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Incident {}: a login was not looked at: {}", incident.id(), failure.toString());
            }
        });
    }
}
