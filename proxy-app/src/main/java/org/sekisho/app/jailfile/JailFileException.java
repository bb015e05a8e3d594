package org.sekisho.app.jailfile;

import java.io.IOException;

/** The file cannot be taken over; the message begins with file and line. */
public final class JailFileException extends IOException {
    private static final long serialVersionUID = 1L;

    JailFileException(String file, int line, String what) {
        super(file + ":" + line + ": " + what);
    }
}
