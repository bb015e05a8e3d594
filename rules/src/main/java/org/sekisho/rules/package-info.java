/**
 * The defences, a package for each, and the profiles that place them; {@link org.sekisho.rules.RuleCatalog} lists them.
 * They may know the core's values, its policy, its state and its names; they never know a socket, a kind of store or a
 * configuration format.
 */
@NullMarked
package org.sekisho.rules;

import org.jspecify.annotations.NullMarked;
