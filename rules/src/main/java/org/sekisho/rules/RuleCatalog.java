package org.sekisho.rules;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.allow.Allow;
import org.sekisho.rules.dnslists.DnsListsCheck;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.helo.HeloCheck;
import org.sekisho.rules.incident.Restricted;
import org.sekisho.rules.jail.Bans;
import org.sekisho.rules.limits.LimitsRule;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.rules.s25r.S25rRule;
import org.sekisho.rules.sender.SenderDomainCheck;
import org.sekisho.rules.sender.SenderNsCheck;
import org.sekisho.rules.talk.EarlyTalker;
import org.sekisho.rules.talk.Protocol;
import org.sekisho.rules.tarpit.Tarpit;

/** Every defence there is, in the order in which a session usually meets them. */
public final class RuleCatalog {
    private static final List<RuleType<?, ?>> TYPES = List.of(
            Allow.TYPE,
            Bans.TYPE,
            Restricted.TYPE,
            EarlyTalker.TYPE,
            DnsListsCheck.TYPE,
            LimitsRule.TYPE,
            HeloCheck.TYPE,
            SenderDomainCheck.TYPE,
            SenderNsCheck.TYPE,
            Protocol.TYPE,
            Recipients.TYPE,
            S25rRule.TYPE,
            Tarpit.TYPE,
            Greylist.TYPE);

    private RuleCatalog() {}

    public static List<RuleType<?, ?>> all() {
        return TYPES;
    }

    public static Optional<RuleType<?, ?>> named(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
