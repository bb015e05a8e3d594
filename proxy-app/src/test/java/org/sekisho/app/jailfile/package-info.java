/** Tests of reading fail2ban files. */
@NullMarked
package org.sekisho.app.jailfile;

import org.jspecify.annotations.NullMarked;
