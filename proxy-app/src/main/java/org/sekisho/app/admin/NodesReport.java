package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;

/**
 * The proxies that share a store.
 *
 * @param store embedded, memory or redis; only the last is shared
 * @param time as the node has it that was asked
 */
public record NodesReport(String store, Instant time, List<NodeLine> nodes) {}
