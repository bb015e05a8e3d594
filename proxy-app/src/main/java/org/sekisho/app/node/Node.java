package org.sekisho.app.node;

import java.time.Instant;
import org.sekisho.policy.References;
import org.sekisho.rules.KeyedHash;

/**
 * One running proxy.
 *
 * @param address where others ask it; another one after each start
 * @param key by which it is seen whether nodes have the same {@code jail-key}, and which does not tell it
 */
public record Node(String name, String address, String version, Instant since, int key) {

    /** @param jailKey of which only a few bits under the key itself are told */
    public static Node of(String name, String address, String version, Instant since, byte[] jailKey) {
        return new Node(name, address, version, since, new KeyedHash(jailKey).of("which key this is"));
    }

    /** What stands for it in references. */
    public String id() {
        return References.nodeId(name);
    }
}
