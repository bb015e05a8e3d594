package org.sekisho.app.transfer;

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
 */
public record TableLine(String table, long records, int bound, long octets, int perNetwork, boolean makesRoom) {
    static TableLine of(Table<?> table, long records, long octets) {
        return new TableLine(
                table.name(),
                records,
                table.mostRecords(),
                octets,
                table.mostPerOwner(),
                table.keeping() == Table.Keeping.LEARNED);
    }
}
