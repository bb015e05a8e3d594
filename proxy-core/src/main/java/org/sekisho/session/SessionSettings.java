package org.sekisho.session;

import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ListenerSettings.Service;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.TlsSettings;

/**
 * The settings that one session obeys: those of the proxy and those of its listener.
 */
public record SessionSettings(ProxySettings proxy, ListenerSettings listener) {

    boolean submission() {
        return listener.service() == Service.SUBMISSION;
    }

    boolean startTls() {
        return listener.tls().mode() == TlsSettings.Mode.STARTTLS;
    }

    boolean plainOnly() {
        return listener.tls().mode() == TlsSettings.Mode.OFF;
    }
}
