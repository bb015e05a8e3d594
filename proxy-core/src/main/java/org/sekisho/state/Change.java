package org.sekisho.state;

import java.util.Optional;

/**
 * What becomes of one record. A pure function: it may run more than once, and on any thread; it must not block.
 */
@FunctionalInterface
public interface Change<T> {
    /**
     * @param now what is held, empty where there is nothing or it has expired
     * @return what is to be held from now on; empty removes the record, and so does one that has expired;
     *     what equals the argument changes nothing, and does not count as written
     */
    Optional<Held<T>> apply(Optional<Held<T>> now);
}
