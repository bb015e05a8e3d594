package org.sekisho.app.transfer;

import java.time.Instant;
import java.util.Optional;
import org.sekisho.state.StateStore.Written;
import org.sekisho.state.Table;

/**
 * One table, for operators.
 *
 * @param records that it holds; expired ones may count until they are swept
 * @param bound records at most
 * @param octets of all names and values, about: as much each as the first thousand
 * @param perNetwork records at most that one client network may make; 0 for any number
 * @param makesRoom whether in a full table the record makes room that was not written for the longest time; otherwise a
 *     further one is refused
 * @param oldestWrite when the record was written last that goes first then; empty where there is none, or nobody knows
 * @param newestWrite when the last one was written
 */
public record TableLine(
        String table,
        long records,
        int bound,
        long octets,
        int perNetwork,
        boolean makesRoom,
        Optional<Instant> oldestWrite,
        Optional<Instant> newestWrite) {
    static TableLine of(Table<?> table, long records, long octets, Written written) {
        return new TableLine(
                table.name(),
                records,
                table.mostRecords(),
                octets,
                table.mostPerOwner(),
                table.keeping() == Table.Keeping.LEARNED,
                written.oldest(),
                written.newest());
    }
}
