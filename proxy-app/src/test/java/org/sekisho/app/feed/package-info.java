/** What happens while it happens: tests. */
@NullMarked
package org.sekisho.app.feed;

import org.jspecify.annotations.NullMarked;
