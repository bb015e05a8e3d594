package org.sekisho.rules;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.sekisho.dns.DnsLookup;
import org.sekisho.state.StateStore;
import org.sekisho.state.TokenBuckets;

/**
 * What defences take from the world.
 *
 * @param random thread-safe
 */
public record Tools(
        InstantSource clock,
        RandomGenerator random,
        DnsLookup dns,
        StateStore state,
        TokenBuckets buckets,
        Self self) {}
