package org.sekisho.app.admin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.node.Nodes;
import org.sekisho.app.node.ReloadOrders;
import org.sekisho.app.node.Sighting;

/**
 * The other nodes.
 *
 * @param orders to reload
 * @param calls how they are asked
 */
public record Company(Nodes nodes, ReloadOrders<NodeReloaded> orders, Calls calls) {

    /** Asks the node at an address; fails with words for an operator. */
    @FunctionalInterface
    public interface Calls {
        CompletionStage<String> ask(String address, String subject, String question, Duration limit);
    }

    /** All but this one. */
    CompletionStage<List<Sighting>> others() {
        return nodes.all()
                .thenApply(seen -> seen.stream()
                        .filter(each ->
                                !each.node().address().equals(nodes.self().address()))
                        .toList());
    }

    CompletionStage<String> ask(Sighting whom, String subject, String question, Duration limit) {
        return calls.ask(whom.node().address(), subject, question, limit);
    }
}
