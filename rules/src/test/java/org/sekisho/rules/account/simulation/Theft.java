package org.sekisho.rules.account.simulation;

/** One account's theft: what the thief has sent, and whether anything has stopped it. */
final class Theft {
    private final Thief thief;
    private final String account;
    private int sent;
    private boolean stopped;
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

    void sent(int messages) {
        sent += messages;
    }

    /** An alarm that automatic mode acts on. */
    void caughtBy(String itsNet) {
        net = itsNet;
    }

    /** The thief was refused. */
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
