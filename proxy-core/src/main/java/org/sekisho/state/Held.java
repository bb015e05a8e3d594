package org.sekisho.state;

import java.time.Instant;

/**
 * A value and until when it is held. {@link Instant#MAX} is for ever, which only operators' tables may say.
 *
 * @param expires from this instant on the record does not exist any more, swept or not
 */
public record Held<T>(T value, Instant expires) {}
