package org.sekisho.app.admin;

/**
 * What the clients of one network have tried of recipients that do not exist.
 *
 * @param network a /24, or a /64 of IPv6
 * @param guesses what that looks like, and the figures behind it
 */
public record ClientGuesses(String network, String guesses) {}
