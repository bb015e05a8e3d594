/** The admin endpoint over real HTTP on loopback. */
@NullMarked
package org.sekisho.app.admin;

import org.jspecify.annotations.NullMarked;
