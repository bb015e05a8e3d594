/**
 * A simulated year of ordinary accounts and of thieves against the shipped nets and automatic restrictions: how often they meet
 * the wrong ones, and how early the right ones. Knows only what clients and operators see: replies, alarms, restrictions. What it assumes is in
 * docs/accounts-simulation.md; whoever changes a number here changes it there.
 */
@NullMarked
package org.sekisho.rules.account.simulation;

import org.jspecify.annotations.NullMarked;
