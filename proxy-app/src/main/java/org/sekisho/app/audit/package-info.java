/**
 * The audit: what was done to clients and what operators did, in a file that only grows and in which every line holds the
 * one before it. Knows bans as what they are; not who enforces them, nor how operators are heard.
 */
@NullMarked
package org.sekisho.app.audit;

import org.jspecify.annotations.NullMarked;
