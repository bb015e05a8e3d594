package org.sekisho.app.action;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A web service that is told.
 *
 * @param url http or https; empty for none
 * @param tokenFile holds the bearer token; read each time, so that it can be changed
 * @param timeout for connecting, sending and the answer together
 */
public record WebhookSettings(Optional<String> url, Optional<Path> tokenFile, Duration timeout) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public static final WebhookSettings DEFAULTS =
            new WebhookSettings(Optional.empty(), Optional.empty(), Duration.ofSeconds(10));

    public WebhookSettings {
        url.ifPresent(WebhookSettings::parse);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be longer than 0s and at most " + LONGEST.toMinutes() + "m");
        }
    }

    /** The address as a URI. */
    Optional<URI> uri() {
        return url.map(WebhookSettings::parse);
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url: '" + url + "' is not a URL: " + e.getMessage(), e);
        }
        String scheme = uri.getScheme();
        boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "url: '" + url + "' is not one of http or https, such as https://hooks.example.org/bans");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("url: must not hold a password; put a token into tokenFile");
        }
        return uri;
    }
}
