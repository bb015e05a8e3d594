package org.sekisho.app.admin;

/** In fail2ban's words. */
public final class NoSuchJail extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public NoSuchJail(String name) {
        super("Sorry but the jail '" + name + "' does not exist");
    }
}
