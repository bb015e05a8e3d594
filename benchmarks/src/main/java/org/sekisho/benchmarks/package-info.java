/**
 * Sekisho beside its peers, all on loopback, in one run: machines differ and are noisy, so ratios count. Each front
 * end is a process of its own, as an operator would start it; nothing here looks inside the proxy.
 */
@NullMarked
package org.sekisho.benchmarks;

import org.jspecify.annotations.NullMarked;
