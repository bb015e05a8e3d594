/**
 * The store on the disk, the default: an MVStore below bounded caches. The only user of MVStore. Knows no defence and
 * no configuration format.
 *
 * <p>{@link EmbeddedStore} answers from memory what it can, on the caller's thread. Everything else is done by one thread,
 * the {@code StoreThread}, which alone touches {@code Persistence} and what lies below it: the tables of learnt records,
 * the operators' tables, the file. So a commit finds all maps in step, and nothing there is locked.
 */
@NullMarked
package org.sekisho.app.state;

import org.jspecify.annotations.NullMarked;
