package org.sekisho.app.log;

import java.util.Optional;

/** A recipient as a line names it, with the reply that the client got. */
record Addressee(String address, Optional<String> reply) {}
