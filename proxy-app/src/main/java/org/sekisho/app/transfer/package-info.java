/**
 * The state as a whole: how many records each table has, and all records as lines of text, so that they can be moved from one
 * store to another. Knows tables and records, and no defence.
 */
@NullMarked
package org.sekisho.app.transfer;

import org.jspecify.annotations.NullMarked;
