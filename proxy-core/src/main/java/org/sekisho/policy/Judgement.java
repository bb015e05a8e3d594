package org.sekisho.policy;

/** A decision and how it came about. */
public record Judgement(Decision decision, Trail trail) {}
