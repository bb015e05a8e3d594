package org.sekisho.net.codec;

/** The octets are no PROXY header; the message says why. */
final class MalformedProxyHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedProxyHeaderException(String message) {
        // Without a stack trace: anyone who may connect can cause it.
        super(message, null, false, false);
    }
}
