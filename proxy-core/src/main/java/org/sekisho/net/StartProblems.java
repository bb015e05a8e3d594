package org.sekisho.net;

import java.util.Locale;

/** Says in an operator's words why a socket could not be bound. */
final class StartProblems {
    private StartProblems() {}

    static String describe(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) {
            return "the port is in use; stop the program that has it (ss -ltnp shows which) or choose another";
        }
        if (lower.contains("permission denied")) {
            return "permission denied; ports below 1024 need CAP_NET_BIND_SERVICE or root";
        }
        if (lower.contains("cannot assign requested address")) {
            return "this machine does not have that address; ip addr shows those that it has";
        }
        return text;
    }
}
