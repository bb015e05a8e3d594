package org.sekisho.rules;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.hold.Holding;
import org.sekisho.rules.incident.Docket;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.limits.LiveSessions;
import org.sekisho.rules.limits.Whereabouts;
import org.sekisho.rules.s25r.S25rSettings;
import org.sekisho.rules.s25r.Suspects;
import org.sekisho.state.ReadOnlyBuckets;
import org.sekisho.state.ReadOnlyState;
import org.sekisho.state.StateStore;
import org.sekisho.state.TokenBuckets;

/**
 * What defences take from the world.
 *
 * @param random thread-safe
 * @param allowList one for the whole program, since it outlives every policy
 * @param banList one for the whole program, too
 * @param docket one for the whole program, too
 * @param holding one for the whole program, too
 * @param sessions those that live now; one for the whole program, too
 * @param verifier asks the mail server about recipients
 * @param suspects by the settings of the rule {@code s25r}; a {@link RuleSet} puts its own in place
 */
public record Tools(
        InstantSource clock,
        RandomGenerator random,
        DnsLookup dns,
        StateStore state,
        TokenBuckets buckets,
        Self self,
        AllowList allowList,
        BanList banList,
        Docket docket,
        Suspects suspects,
        Holding holding,
        LiveSessions sessions,
        RecipientVerifier verifier) {

    /** With an allow list, bans and incidents that nobody else changes, the default settings of {@code s25r}, no other session open and nobody to ask. */
    public Tools(
            InstantSource clock,
            RandomGenerator random,
            DnsLookup dns,
            StateStore state,
            TokenBuckets buckets,
            Self self) {
        this(
                clock,
                random,
                dns,
                state,
                buckets,
                self,
                new AllowList(state, clock),
                new BanList(state, clock),
                new Docket(state, clock, random),
                Suspects.by(S25rSettings.DEFAULTS, dns, clock),
                Holding.under(() -> 0),
                new LiveSessions(),
                RecipientVerifier.NONE);
    }

    /** The same, with somebody who can ask the mail server. */
    public Tools verifying(RecipientVerifier other) {
        return new Tools(
                clock, random, dns, state, buckets, self, allowList, banList, docket, suspects, holding, sessions,
                other);
    }

    /** For rules that only explain: they read the state, change nothing, and ask nobody. */
    public Tools reading() {
        return new Tools(
                clock,
                random,
                dns,
                new ReadOnlyState(state),
                new ReadOnlyBuckets(buckets),
                self,
                allowList,
                banList,
                docket,
                suspects,
                holding.reading(),
                sessions.reading(),
                RecipientVerifier.NONE);
    }

    /** Where accounts are new, as far as they are learnt. */
    public Whereabouts whereabouts() {
        return (account, client) ->
                docket.familiarity(account, client).thenApply(familiarity -> familiarity == Familiarity.NEW);
    }

    Tools on(StateStore other) {
        return new Tools(
                clock, random, dns, other, buckets, self, allowList, banList, docket, suspects, holding, sessions,
                verifier);
    }

    Tools suspecting(Suspects others) {
        return new Tools(
                clock, random, dns, state, buckets, self, allowList, banList, docket, others, holding, sessions,
                verifier);
    }
}
