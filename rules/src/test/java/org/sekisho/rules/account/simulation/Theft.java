package org.sekisho.rules.account.simulation;

import java.time.Duration;
import java.time.Instant;

/** One account's theft: what the thief has sent, and whether anything has stopped it. */
final class Theft {
    private final Thief thief;
    private final String account;
    private int sent;
    private boolean stopped;
    private Instant restrictedUntil = Instant.EPOCH;
    private String net = "";

    Theft(Thief thief, String account) {
        this.thief = thief;
        this.account = account;
    }

    Thief thief() {
        return thief;
    }

    String account() {
        return account;
    }

    void sentOne() {
        sent++;
    }

    /** An alarm that automatic mode acts on. */
    void acted(String byNet, Instant now, Duration restriction) {
        restrictedUntil = now.plus(restriction);
        net = byNet;
    }

    boolean restricted(Instant now) {
        return now.isBefore(restrictedUntil);
    }

    /** The thief came from where the account does not know, while it was restricted. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    boolean stoppedBefore(int messages) {
        return stopped && sent < messages;
    }

    int sent() {
        return sent;
    }

    String net() {
        return net;
    }
}
