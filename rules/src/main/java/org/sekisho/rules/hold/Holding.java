package org.sekisho.rules.hold;

import org.sekisho.rules.client.OrganisationalDomains;

/**
 * What the rules of this family take from the world besides what all rules take; one for the whole program.
 *
 * @param connections those that are made to wait, under whatever policy
 */
public record Holding(HeldConnections connections, LoadMeter load, OrganisationalDomains domains) {

    /** Nobody waits yet. */
    public static Holding under(LoadMeter load) {
        return new Holding(new HeldConnections(), load, new OrganisationalDomains());
    }
}
