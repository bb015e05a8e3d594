package org.sekisho.app;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sekisho.app.admin.Company;
import org.sekisho.app.admin.LocalReload;
import org.sekisho.app.admin.NodeDesk;
import org.sekisho.app.admin.NodeReloaded;
import org.sekisho.app.admin.Reload;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.node.Node;
import org.sekisho.app.node.Nodes;
import org.sekisho.app.node.ReloadOrders;
import org.sekisho.app.node.Sighting;
import org.sekisho.app.redis.RedisCalls;

/** How this node joins those that share its store, if it is shared, and leaves them. */
final class Joining {
    private Joining() {}

    /** From now on the others see it, and are answered. */
    static NodeDesk begin(
            Configuration configuration,
            Foundations ground,
            DecisionBook decisions,
            Reload reload,
            InstantSource clock,
            RandomGenerator random,
            Lifecycle lifecycle) {
        Node self = ground.node();
        Housekeeping thread = new Housekeeping();
        lifecycle.stopLast(thread);
        LocalReload local = new LocalReload(self.name(), reload, thread::soon);
        Nodes nodes = new Nodes(ground.state(), clock, self, ground.lists());
        ReloadOrders<NodeReloaded> orders = new ReloadOrders<>(ground.state(), clock, random, local::carryOut);
        Optional<Company> company = ground.calls().map(calls -> new Company(nodes, orders, calls::ask));
        String store = configuration.state().store().name().toLowerCase(Locale.ROOT);
        NodeDesk desk = new NodeDesk(store, self, company, decisions, local, clock);
        ground.calls().ifPresent(calls -> join(calls, desk, nodes, orders, thread, lifecycle));
        return desk;
    }

    private static void join(
            RedisCalls calls,
            NodeDesk desk,
            Nodes nodes,
            ReloadOrders<NodeReloaded> orders,
            Housekeeping thread,
            Lifecycle lifecycle) {
        calls.begin(desk::answer);
        Runnable beat = () -> {
            var unused = nodes.beat();
            unused = orders.catchUp();
        };
        thread.soon(beat);
        thread.every(Sighting.BEAT, "Telling other nodes that this one is there", beat);
        lifecycle.stopLast(nodes);
    }
}
