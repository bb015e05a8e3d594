/**
 * The rules {@code sender-domain} and {@code sender-ns}: what DNS says about the domain of the sender's address. The null
 * sender, address literals and internationalised domains are never looked up and always pass.
 */
@NullMarked
package org.sekisho.rules.sender;

import org.jspecify.annotations.NullMarked;
