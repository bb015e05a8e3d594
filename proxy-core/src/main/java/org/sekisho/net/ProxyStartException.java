package org.sekisho.net;

/** The proxy could not start; the message is one line that says what failed, on what, and what to do. */
public final class ProxyStartException extends Exception {
    public ProxyStartException(String message, Throwable cause) {
        super(message, cause);
    }

    public ProxyStartException(String message) {
        super(message);
    }
}
