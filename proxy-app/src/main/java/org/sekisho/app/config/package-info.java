/**
 * From file, environment and command line to settings: what was written is gathered in one tree in which each value knows
 * where it stands ({@link org.sekisho.app.config.Written}), laid over the defaults and bound to the records of {@code
 * org.sekisho.settings}. Whatever is wrong is taken out and reported, and binding goes on, so that an operator sees every
 * problem at once. Schema and reference are made from the same records. Knows no running part of the program.
 */
@NullMarked
package org.sekisho.app.config;

import org.jspecify.annotations.NullMarked;
