package org.sekisho.rules;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.allow.Allow;
import org.sekisho.rules.dnslists.DnsListsCheck;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.helo.HeloCheck;
import org.sekisho.rules.limits.LimitsRule;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.rules.s25r.S25rRule;
import org.sekisho.rules.sender.SenderDomainCheck;
import org.sekisho.rules.sender.SenderNsCheck;
import org.sekisho.rules.talk.EarlyTalker;
import org.sekisho.rules.talk.Protocol;
import org.sekisho.rules.tarpit.Tarpit;

/** Every defence there is. */
public final class RuleCatalog {
    private static final List<RuleType<?, ?>> TYPES = List.of(
            Allow.TYPE,
            EarlyTalker.TYPE,
            Protocol.TYPE,
            S25rRule.TYPE,
            Recipients.TYPE,
            Tarpit.TYPE,
            Greylist.TYPE,
            SenderDomainCheck.TYPE,
            LimitsRule.TYPE,
            HeloCheck.TYPE,
            SenderNsCheck.TYPE,
            DnsListsCheck.TYPE);

    private RuleCatalog() {}

    public static List<RuleType<?, ?>> all() {
        return TYPES;
    }

    public static Optional<RuleType<?, ?>> named(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
