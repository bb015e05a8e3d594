package org.sekisho.rules.allow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.LookUpFailedException;
import org.sekisho.rules.RuleType;
import org.sekisho.rules.Tools;
import org.sekisho.rules.client.ClientName;
import org.sekisho.rules.client.ClientNames;

/** Lets through whom an operator named, whatever all other rules say. Names are looked up only if an entry has one. */
public final class Allow implements Check<Stage> {
    public static final RuleType<Stage, AllowSettings> TYPE = RuleType.of(
                    "allow",
                    "Has an operator said that this client is to be let through?",
                    Stage.class,
                    AllowSettings.DEFAULTS,
                    Dependence.DNS,
                    Allow::build)
            .allowing();

    private static final Finding NOT_LISTED = Finding.pass("not on the allow list");

    private final AllowIndex configured;
    private final AllowList list;
    private final ClientNames names;
    private final InstantSource clock;

    private Allow(AllowIndex configured, AllowList list, ClientNames names, InstantSource clock) {
        this.configured = configured;
        this.list = list;
        this.names = names;
        this.clock = clock;
    }

    private static Defence<Stage> build(AllowSettings settings, Tools tools) {
        Instant since = tools.clock().instant();
        AllowIndex configured = new AllowIndex();
        for (String entry : settings.entries()) {
            configured.put(new AllowEntry(Subject.parse(entry), "", "the configuration", since, Optional.empty()));
        }
        return Defence.of(
                Stage.class, new Allow(configured, tools.allowList(), new ClientNames(tools.dns()), tools.clock()));
    }

    @Override
    public CompletionStage<Finding> examine(Stage stage, Inquiry inquiry) {
        AllowIndex operators = list.index();
        Instant now = clock.instant();
        Optional<AllowEntry> entry = configured.byAddress(stage, now).or(() -> operators.byAddress(stage, now));
        if (entry.isPresent()) {
            return CompletableFuture.completedStage(allow(entry.get()));
        } else if (!configured.asksForName(stage) && !operators.asksForName(stage)) {
            return CompletableFuture.completedStage(NOT_LISTED);
        }
        return names.of(inquiry.file()).thenApply(name -> byName(stage, name, operators, now));
    }

    private Finding byName(Stage stage, ClientName name, AllowIndex operators, Instant now) {
        if (name instanceof ClientName.Unknown) {
            throw new LookUpFailedException("the name of " + stage.connection().address());
        }
        return name.verified()
                .flatMap(verified -> configured
                        .byName(stage, verified, now)
                        .or(() -> operators.byName(stage, verified, now))
                        .map(entry -> allow(entry).with("name", verified)))
                .orElse(NOT_LISTED);
    }

    private static Finding allow(AllowEntry entry) {
        Finding finding =
                Finding.allow("on the allow list").with("entry", entry.key()).with("by", entry.by());
        Finding noted = entry.note().isEmpty() ? finding : finding.with("note", entry.note());
        return entry.expires().map(until -> noted.with("expires", until)).orElse(noted);
    }
}
