/**
 * The defences, a package for each, and the profiles that place them. They may know the core's values, its policy and its
 * events; they never know a socket, a store or a configuration format. No defence has been built yet: the proxy relays
 * whatever is SMTP.
 */
@NullMarked
package org.sekisho.rules;

import org.jspecify.annotations.NullMarked;
