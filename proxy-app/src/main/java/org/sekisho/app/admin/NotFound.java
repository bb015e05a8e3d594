package org.sekisho.app.admin;

/** There is no such thing, in words for whoever asked. */
final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }
}
