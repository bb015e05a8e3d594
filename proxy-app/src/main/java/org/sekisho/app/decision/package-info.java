/**
 * Decisions as people look at them later: kept for some days under their reference, and told in words. Knows the policy's
 * trails and files of its own; does not judge.
 */
@NullMarked
package org.sekisho.app.decision;

import org.jspecify.annotations.NullMarked;
