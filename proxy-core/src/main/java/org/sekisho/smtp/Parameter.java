package org.sekisho.smtp;

import java.util.Optional;

/**
 * A parameter of MAIL or RCPT, such as {@code SIZE=1000} (RFC 5321 section 4.1.1.11).
 *
 * @param keyword in upper case
 * @param value what follows the equals sign; empty if there is none
 * @param written as the client wrote it, for the relay
 */
public record Parameter(String keyword, Optional<String> value, String written) {}
