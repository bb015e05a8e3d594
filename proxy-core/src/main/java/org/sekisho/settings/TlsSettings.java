package org.sekisho.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS towards clients, version 1.2 and later.
 *
 * @param certificate PEM file, the server's certificate first; needed unless the mode is off
 * @param key PEM file, PKCS#8, without password; needed unless the mode is off
 * @param required whether mail commands before STARTTLS get 530 5.7.0; not for an MX (T9)
 */
public record TlsSettings(Mode mode, Optional<Path> certificate, Optional<Path> key, boolean required) {
    public static final TlsSettings OFF = new TlsSettings(Mode.OFF, Optional.empty(), Optional.empty(), false);

    public enum Mode {
        OFF,
        STARTTLS,
        /** TLS from the first byte (RFC 8314), usually port 465. */
        IMPLICIT
    }

    public TlsSettings {
        if (mode != Mode.OFF && (certificate.isEmpty() || key.isEmpty())) {
            throw new IllegalArgumentException("tls: certificate and key are needed for mode "
                    + mode.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (required && mode == Mode.OFF) {
            throw new IllegalArgumentException("tls.required: cannot be true while tls.mode is off");
        }
    }
}
