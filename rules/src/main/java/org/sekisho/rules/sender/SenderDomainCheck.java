package org.sekisho.rules.sender;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.dns.DnsAnswer;
import org.sekisho.dns.DnsLookup;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.rules.RuleType;
import org.sekisho.smtp.Reply;

/**
 * Refuses senders to whom no bounce could ever be sent: the name servers say that the domain does not exist, or the domain
 * says that it takes no mail. A domain that exists without MX and address records passes: somebody may be mending it.
 */
public final class SenderDomainCheck implements Check<Stage.Sending> {
    public static final RuleType<Stage.Sending, SenderDomainSettings> TYPE = RuleType.of(
            "sender-domain",
            "Does the sender's domain exist, and does it take mail?",
            Stage.Sending.class,
            SenderDomainSettings.DEFAULTS,
            Dependence.DNS,
            (settings, tools) -> Defence.of(Stage.Sending.class, new SenderDomainCheck(settings, tools.dns())));

    /** A null MX stands alone; beside others the empty name is a mistake (RFC 7505 section 3). */
    private static final List<String> NULL_MX = List.of("");

    private static final Reply NO_DOMAIN = Reply.of(550, "5.1.8", "The domain of the sender's address does not exist");
    private static final Reply NO_MAIL =
            Reply.of(550, "5.7.27", "The domain of the sender's address takes no mail: it has a null MX");

    private final SenderDomainSettings settings;
    private final DnsLookup dns;

    SenderDomainCheck(SenderDomainSettings settings, DnsLookup dns) {
        this.settings = settings;
        this.dns = dns;
    }

    @Override
    public CompletionStage<Finding> examine(Stage.Sending known, Inquiry inquiry) {
        Optional<String> domain = SenderDomain.of(known.sender());
        if (domain.isEmpty()) {
            return CompletableFuture.completedStage(Finding.pass("the sender has no domain to look up"));
        }
        return dns.mailExchangers(domain.get())
                .thenApply(answer -> judge(domain.get(), answer).with("domain", domain.get()));
    }

    private Finding judge(String domain, DnsAnswer<String> answer) {
        return switch (answer.outcome()) {
            case FAILED -> throw new LookUpFailedException("MX of " + domain);
            case NO_NAME ->
                settings.nonexistent()
                        ? Finding.refuse(NO_DOMAIN, "the sender's domain does not exist")
                        : Finding.pass("the sender's domain does not exist, which the settings permit");
            case NO_DATA -> Finding.pass("the sender's domain exists, without MX");
            case FOUND ->
                settings.nullMx() && answer.values().equals(NULL_MX)
                        ? Finding.refuse(NO_MAIL, "the sender's domain takes no mail")
                        : Finding.pass("the sender's domain has MX records");
        };
    }
}
