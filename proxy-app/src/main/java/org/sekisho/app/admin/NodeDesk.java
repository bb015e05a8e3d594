package org.sekisho.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.Json;
import org.sekisho.app.node.Node;
import org.sekisho.app.node.ReloadOrder;
import org.sekisho.app.node.ReloadOrders;
import org.sekisho.app.node.Sighting;
import tools.jackson.core.JacksonException;

/** What one node answers for all of those that share its store, and what it answers the others. */
public final class NodeDesk {
    private static final String RELOAD = "reload";
    /** Shorter than whoever sits at the terminal waits. */
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(20);

    private final String store;
    private final Node self;
    private final Optional<Company> company;
    private final DecisionSearch search;
    private final LocalReload reload;
    private final InstantSource clock;

    /**
     * @param store embedded, memory or redis
     * @param company the others, where there may be some
     */
    public NodeDesk(
            String store,
            Node self,
            Optional<Company> company,
            DecisionBook decisions,
            LocalReload reload,
            InstantSource clock) {
        this.store = store;
        this.self = self;
        this.company = company;
        this.reload = reload;
        this.clock = clock;
        search = new DecisionSearch(decisions, company, clock);
    }

    CompletionStage<NodesReport> all() {
        Instant now = clock.instant();
        if (company.isEmpty()) {
            NodeLine alone = new NodeLine(
                    self.name(), "", self.version(), self.since(), now, true, true, 0, Optional.empty(), List.of());
            return CompletableFuture.completedStage(new NodesReport(store, now, List.of(alone)));
        }
        return company.get()
                .nodes()
                .all()
                .thenApply(seen -> new NodesReport(
                        store, now, seen.stream().map(each -> line(each, now)).toList()));
    }

    private NodeLine line(Sighting seen, Instant now) {
        Node node = seen.node();
        return new NodeLine(
                node.name(),
                node.id(),
                node.version(),
                node.since(),
                seen.heard(),
                seen.aliveAt(now),
                node.address().equals(self.address()),
                seen.behind(),
                seen.looked(),
                company.map(others -> others.nodes().problems(node)).orElse(List.of()));
    }

    CompletionStage<Explanation> why(String reference) {
        return search.why(reference);
    }

    // Reloading on all nodes

    /** Has all nodes read their configurations again, and tells what came of it on each. */
    CompletionStage<List<NodeReloaded>> reloadAll(String by, Optional<String> jail) {
        return company.map(others -> others.orders()
                        .place(by + " on " + self.name(), jail)
                        .thenCompose(order -> others.others().thenCompose(seen -> told(others, seen, order))))
                .orElseGet(() -> reload.by(by, jail).thenApply(List::of));
    }

    private CompletionStage<List<NodeReloaded>> told(Company others, List<Sighting> seen, ReloadOrder order) {
        List<CompletableFuture<NodeReloaded>> all = new ArrayList<>();
        all.add(others.orders().carryOut(order).toCompletableFuture());
        seen.forEach(other -> all.add(tell(others, other, order).toCompletableFuture()));
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<NodeReloaded> tell(Company others, Sighting other, ReloadOrder order) {
        String name = other.node().name();
        if (!other.aliveAt(clock.instant())) {
            return CompletableFuture.completedStage(NodeReloaded.failed(
                    name,
                    "it is silent since " + other.heard()
                            + "; if it still runs, it reloads when it reaches the store"));
        }
        return others.ask(other, RELOAD, Json.MAPPER.writeValueAsString(order), RELOAD_LIMIT)
                .thenApply(answer -> Json.MAPPER.readValue(answer, NodeReloaded.class))
                .exceptionally(failure -> NodeReloaded.failed(
                        name, Answers.words(failure) + "; it reloads when it next looks at the store"));
    }

    // Other nodes

    /** What this node says when another one asks. */
    public CompletionStage<String> answer(String subject, String question) {
        return switch (subject) {
            case DecisionSearch.SUBJECT -> search.answer(question);
            case RELOAD -> ordered(question).thenApply(Json.MAPPER::writeValueAsString);
            default ->
                throw new IllegalArgumentException(
                        self.name() + " (version " + self.version() + ") does not know what '" + subject + "' is");
        };
    }

    private CompletionStage<NodeReloaded> ordered(String question) {
        ReloadOrders<NodeReloaded> orders = company.orElseThrow().orders();
        ReloadOrder order;
        try {
            order = Answers.read(question, ReloadOrder.class);
        } catch (JacksonException e) {
            return orders.unreadable();
        }
        return orders.told(order);
    }
}
