package org.sekisho.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.app.admin.Reload;
import org.sekisho.app.admin.Reloaded;
import org.sekisho.app.audit.AuditEntry;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationSource;
import org.sekisho.app.feed.Feed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration again: when an operator says so, at SIGHUP, and when its file has changed. */
final class Reloading implements Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);
    private static final Duration LOOKS = Duration.ofSeconds(5);

    private final ConfigurationSource source;
    private final LivePolicy live;
    private final AuditLog audit;
    private final Feed feed;
    private final Optional<WatchedFile> file;

    Reloading(ConfigurationSource source, LivePolicy live, AuditLog audit, Feed feed) {
        this.source = source;
        this.live = live;
        this.audit = audit;
        this.feed = feed;
        this.file = source.file().map(WatchedFile::new);
    }

    /** Begins to watch the file, and for the signal. */
    void begin(Housekeeping housekeeping) {
        Hangup.then(() -> housekeeping.soon(() -> unasked("SIGHUP")));
        file.ifPresent(watched -> housekeeping.every(LOOKS, "Watching the configuration", this::look));
    }

    /** Reads the file again if it has changed since it was last read, by whomever. */
    void look() {
        if (file.filter(WatchedFile::changed).isPresent()
                && live.configuration().reloadOnChange()) {
            unasked("change of the file");
        }
    }

    /** One at a time: what was read last holds. */
    @Override
    public synchronized CompletionStage<Reloaded> by(String by, Optional<String> jail) throws ConfigurationException {
        file.ifPresent(WatchedFile::known);
        Configuration next;
        try {
            next = source.load();
        } catch (ConfigurationException e) {
            LOG.error("The configuration was not reloaded ({}); the one that holds stays as it is", by);
            e.problems().forEach(problem -> LOG.error("{}", problem));
            feed.reloaded(by, List.of("nothing has changed, for the configuration has mistakes"));
            throw e;
        }
        Reloaded reloaded = jail.map(name -> live.replaceJail(name, next)).orElseGet(() -> live.replace(next));
        LOG.info("Reloaded the configuration ({}): {}", by, String.join("; ", reloaded.lines()));
        reloaded.warnings().forEach(LOG::warn);
        feed.reloaded(by, reloaded.lines());
        return audit.append(new AuditEntry(
                        by,
                        "reload",
                        jail.map(name -> "jail " + name)
                                .or(() -> source.file().map(Object::toString))
                                .orElse("configuration"),
                        "version " + reloaded.version(),
                        reloaded.lines()))
                .thenApply(done -> reloaded);
    }

    /** What it comes to is in the log; nobody waits for it. */
    private void unasked(String by) {
        try {
            by(by, Optional.empty()).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.error("The reload is not in the audit log: {}", failure.getMessage());
                }
            });
        } catch (ConfigurationException told) {
            LOG.debug("Not reloaded", told);
        } catch (RuntimeException e) {
            LOG.error("The configuration was not reloaded; the one that holds stays as it is", e);
        }
    }
}
