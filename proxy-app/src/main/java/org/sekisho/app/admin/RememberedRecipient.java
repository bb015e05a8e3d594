package org.sekisho.app.admin;

import java.time.Instant;

/**
 * What is remembered of a recipient.
 *
 * @param exists whether the mail server took it
 * @param since when it said so
 * @param expires when that is forgotten
 */
public record RememberedRecipient(String address, boolean exists, Instant since, Instant expires) {}
