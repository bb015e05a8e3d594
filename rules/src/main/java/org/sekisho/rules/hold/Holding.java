package org.sekisho.rules.hold;

/**
 * What the rules of this family take from the world besides what all rules take.
 *
 * @param connections those that are made to wait, in all policies: a new policy does not begin to count anew
 */
public record Holding(HeldConnections connections, LoadMeter load, Doubts doubts, Pools pools) {}
