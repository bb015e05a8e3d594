package org.sekisho.rules.incident;

import java.net.InetAddress;
import org.sekisho.policy.Case;
import org.sekisho.policy.Happening;
import org.sekisho.policy.Learner;
import org.sekisho.rules.account.Familiarity;
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
            login.account()
                    .flatMap(docket::of)
                    .filter(incident -> differ(incident, login))
                    .ifPresent(incident -> atHome(incident, client, true, () -> docket.passwordChanged(incident.id())));
        } else if (happening instanceof Happening.AuthenticationFailed failed
                && failed.took().isPresent()) {
            failed.account()
                    .flatMap(docket::of)
                    .ifPresent(incident -> atHome(
                            incident,
                            client,
                            false,
                            () -> docket.attempted(incident.id(), "wrong password, from " + Network.text(client))));
        }
    }

    private static boolean differ(Incident incident, Happening.Authenticated login) {
        return incident.passwordHash().isPresent()
                && login.passwordHash().isPresent()
                && incident.passwordHash().getAsInt() != login.passwordHash().getAsInt();
    }

    /** Does it if the client is at the account's home, or if it is not. */
    private void atHome(Incident incident, InetAddress client, boolean wanted, Runnable deed) {
        docket.familiarity(incident.account(), client).whenComplete((familiarity, failure) -> {
            if (failure != null) {
                LOG.warn("Incident {}: a login was not looked at: {}", incident.id(), failure.toString());
            } else if ((familiarity == Familiarity.HOME) == wanted) {
                deed.run();
            }
        });
    }
}
