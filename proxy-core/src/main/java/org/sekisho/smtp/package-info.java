/**
 * The values of SMTP: commands, replies, addresses, extensions. Plain Java; knows nothing else of this program.
 */
@NullMarked
package org.sekisho.smtp;

import org.jspecify.annotations.NullMarked;
