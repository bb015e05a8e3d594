/**
 * What happens while it happens, for operators who watch: bans, decisions and reloads, the last of them and as they come.
 * Knows neither HTTP nor JSON.
 */
@NullMarked
package org.sekisho.app.feed;

import org.jspecify.annotations.NullMarked;
