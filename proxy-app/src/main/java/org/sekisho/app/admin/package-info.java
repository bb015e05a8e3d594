/**
 * The admin endpoint: what operators ask of a running proxy, over HTTP on loopback and with a token, and the client that
 * the command line uses. The only package that knows Javalin.
 */
@NullMarked
package org.sekisho.app.admin;

import org.jspecify.annotations.NullMarked;
