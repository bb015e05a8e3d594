package org.sekisho.app.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the fields of one line. Names are ours and need no escaping; every value is escaped. */
interface Fields {
    void text(String name, String value);

    void number(String name, long value);

    /** In UTC, to the millisecond. */
    void time(String name, Instant value);

    /** In seconds with three decimals. */
    void seconds(String name, Duration value);

    /** Each recipient with its reply. */
    void addressees(List<Addressee> addressees);

    /** Leaves the field out if there is no value. */
    default void text(String name, Optional<String> value) {
        value.ifPresent(present -> text(name, present));
    }
}
