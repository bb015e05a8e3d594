package org.sekisho.app.admin;

import java.util.Map;

/**
 * How the state store is.
 *
 * @param trouble what is wrong and since when, in words; empty while it works
 * @param onFailure by rule, what it answers while the store fails: pass, defer or local
 */
public record StateLine(String trouble, Map<String, String> onFailure) {}
