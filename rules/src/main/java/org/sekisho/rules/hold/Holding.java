package org.sekisho.rules.hold;

import org.sekisho.rules.client.OrganisationalDomains;

/**
 * What the rules of this family take from the world besides what all rules take; one for the whole program.
 *
 * @param connections those that are made to wait, under whatever policy
 */
public record Holding(HeldConnections connections, LoadGates gates, OrganisationalDomains domains) {

    /** Nobody waits yet. */
    public static Holding under(LoadMeter load) {
        return new Holding(new HeldConnections(), new LoadGates(load), new OrganisationalDomains());
    }

    /** The same for rules that only explain. */
    public Holding reading() {
        return new Holding(connections, gates.reading(), domains);
    }
}
