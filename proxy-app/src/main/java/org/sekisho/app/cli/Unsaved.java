package org.sekisho.app.cli;

/** What operators are told where the store could not be. */
final class Unsaved {
    static final String NOTE =
            "The state store cannot be reached. This holds here from now on; the other nodes hear of it when it"
                    + " can be again, and a restart of this one before that forgets it.";

    private Unsaved() {}

    static void note(Console console, boolean unsaved) {
        if (unsaved) {
            console.out().println(NOTE);
        }
    }
}
