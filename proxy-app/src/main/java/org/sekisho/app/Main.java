package org.sekisho.app;

import org.sekisho.app.cli.Console;
import org.sekisho.app.cli.Sekisho;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Console console = new Console(System.out, System.err, System.getenv());
        System.exit(Sekisho.execute(
                console, (configuration, source) -> Wiring.run(configuration, source, console), arguments));
    }
}
