package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.Json;
import org.sekisho.app.node.Node;
import org.sekisho.app.node.Sighting;
import org.sekisho.policy.References;

/**
 * Finds decisions by their references, here or on the node that made them: decisions are kept where they were made, and
 * others ask there.
 */
final class DecisionSearch {
    static final String SUBJECT = "why";
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final DecisionBook decisions;
    private final Optional<Company> company;
    private final InstantSource clock;

    DecisionSearch(DecisionBook decisions, Optional<Company> company, InstantSource clock) {
        this.decisions = decisions;
        this.company = company;
        this.clock = clock;
    }

    /** For another node: the decision as JSON; nothing if it is not here. */
    CompletionStage<String> answer(String reference) {
        return decisions
                .find(reference)
                .thenApply(found -> found.map(Json.MAPPER::writeValueAsString).orElse(""));
    }

    /** For an operator. Fails with {@link NotFound}. */
    CompletionStage<Explanation> why(String reference) {
        return decisions.find(reference).thenCompose(own -> {
            if (company.isEmpty()) {
                return CompletableFuture.completedStage(own.orElseThrow(() -> nowhere(reference)));
            }
            Company others = company.get();
            return own.isPresent()
                    ? CompletableFuture.completedStage(
                            own.get().toldBy(others.nodes().self().name()))
                    : others.others().thenCompose(seen -> elsewhere(reference, others, seen));
        });
    }

    private static NotFound nowhere(String reference) {
        return new NotFound(
                "no decision has the reference '" + reference + "'; it may be older than rules.keepDecisions");
    }

    /** Asks the node that the reference names, or all if it names none that is known. */
    private CompletionStage<Explanation> elsewhere(String reference, Company company, List<Sighting> others) {
        Optional<String> id = References.node(reference);
        List<Sighting> named = others.stream()
                .filter(other -> id.isPresent() && other.node().id().equals(id.get()))
                .toList();
        boolean here = id.isPresent() && id.get().equals(company.nodes().self().id());
        List<Sighting> meant = named.isEmpty() && !here ? others : named;
        Instant now = clock.instant();
        List<CompletableFuture<Asked>> asked = meant.stream()
                .filter(other -> other.aliveAt(now))
                .map(other -> ask(company, other, reference).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Asked> answers = asked.stream().map(CompletableFuture::join).toList();
            return answers.stream()
                    .flatMap(each -> each.found().stream())
                    .findFirst()
                    .orElseThrow(() -> notFound(reference, named, answers, now));
        });
    }

    /** What a node said. */
    private record Asked(Node node, Optional<Explanation> found, Optional<String> problem) {}

    private static CompletionStage<Asked> ask(Company company, Sighting other, String reference) {
        Node node = other.node();
        return company.ask(other, SUBJECT, References.written(reference), LIMIT)
                .thenApply(answer -> new Asked(node, explanation(answer, node), Optional.empty()))
                // Also of an answer that cannot be read: another node may have it.
                .exceptionally(failure -> new Asked(node, Optional.empty(), Optional.of(Answers.words(failure))));
    }

    private static Optional<Explanation> explanation(String answer, Node node) {
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.MAPPER.readValue(answer, Explanation.class).toldBy(node.name()));
    }

    /** Who could not be asked may have it. */
    private static NotFound notFound(String reference, List<Sighting> named, List<Asked> answers, Instant now) {
        List<String> mayHaveIt = new ArrayList<>();
        named.stream()
                .filter(other -> !other.aliveAt(now))
                .map(other -> other.node().name() + " made it and was not heard since "
                        + other.heard().truncatedTo(ChronoUnit.SECONDS) + ": ask again when it runs")
                .forEach(mayHaveIt::add);
        answers.stream()
                .filter(each -> each.problem().isPresent())
                .map(each -> each.node().name() + " could not be asked: "
                        + each.problem().get() + "; ask again, or ask there")
                .forEach(mayHaveIt::add);
        if (!mayHaveIt.isEmpty()) {
            return new NotFound("the decision '" + reference + "' was not found. " + String.join(". ", mayHaveIt));
        }
        String asked = answers.stream().map(each -> each.node().name()).collect(Collectors.joining(", "));
        return new NotFound("no decision has the reference '" + reference + "' here"
                + (asked.isEmpty() ? "" : " or on " + asked)
                + "; it may be older than rules.keepDecisions, or of a node that has not run for an hour");
    }
}
