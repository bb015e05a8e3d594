/**
 * Reads fail2ban's {@code jail.local} and says the same in our words. Knows fail2ban's files as far as they are about mail;
 * not our configuration's classes, only how its keys are written.
 */
@NullMarked
package org.sekisho.app.jailfile;

import org.jspecify.annotations.NullMarked;
