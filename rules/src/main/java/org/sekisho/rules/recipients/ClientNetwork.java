package org.sekisho.rules.recipients;

import java.util.Optional;
import org.sekisho.policy.Case;
import org.sekisho.policy.Slot;
import org.sekisho.rules.pool.SenderPools;

/** The network whose clients share a quota: /24 or /64, found once in a session. */
final class ClientNetwork {
    private static final Slot<Optional<String>> NETWORK = new Slot<>(Optional::empty);

    private ClientNetwork() {}

    static String of(Case file) {
        return file.in(NETWORK).orElseGet(() -> {
            String network = SenderPools.network(file.connection().client());
            file.put(NETWORK, Optional.of(network));
            return network;
        });
    }
}
