/**
 * A simulated year of ordinary accounts and of thieves against the shipped nets: how often nets catch the wrong ones, and how
 * early the right ones. Knows of the nets only what an operator sees, their alarms. What it assumes is in
 * docs/accounts-simulation.md; whoever changes a number here changes it there.
 */
@NullMarked
package org.sekisho.rules.account.simulation;

import org.jspecify.annotations.NullMarked;
