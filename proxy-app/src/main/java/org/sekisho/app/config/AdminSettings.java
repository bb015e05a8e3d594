package org.sekisho.app.config;

import org.sekisho.settings.Endpoint;

/** The endpoint that the command line asks about the running proxy. */
public record AdminSettings(boolean enabled, Endpoint address) {
    public static final AdminSettings DEFAULTS = new AdminSettings(true, new Endpoint("127.0.0.1", 8025));
}
