package org.sekisho.app.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekisho.rules.origin.Coordinates;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.rules.origin.Origins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells where addresses are, from the operator's files, which are in memory as a whole. */
public final class OriginFiles implements Origins {
    private static final Logger LOG = LoggerFactory.getLogger(OriginFiles.class);

    private final InstantSource clock;
    private final @Nullable Source<String> countries;
    private final @Nullable Source<AutonomousSystem> systems;
    private final @Nullable Source<Coordinates> cities;

    private OriginFiles(OriginSettings settings, InstantSource clock) throws IOException {
        this.clock = clock;
        countries = source(Content.COUNTRIES, settings.countries());
        systems = source(Content.SYSTEMS, settings.systems());
        cities = source(Content.CITIES, settings.cities());
    }

    private static <V> @Nullable Source<V> source(Content<V> content, Optional<Path> path) throws IOException {
        try {
            return path.isEmpty() ? null : new Source<>(content, path.get());
        } catch (IOException e) {
            throw new IOException("origins." + content.key() + ": " + e.getMessage(), e);
        }
    }

    /** Reads all of them, and logs how old they are. */
    public static OriginFiles read(OriginSettings settings, InstantSource clock) throws IOException {
        OriginFiles files = new OriginFiles(settings, clock);
        files.files().forEach(files::log);
        return files;
    }

    /** What is wrong with the files, by key of the configuration; reads them, so it blocks. */
    public static Map<String, String> problems(OriginSettings settings) {
        Map<String, String> problems = new LinkedHashMap<>();
        examine(Content.COUNTRIES, settings.countries(), problems);
        examine(Content.SYSTEMS, settings.systems(), problems);
        examine(Content.CITIES, settings.cities(), problems);
        return problems;
    }

    private static void examine(Content<?> content, Optional<Path> path, Map<String, String> problems) {
        path.ifPresent(file -> {
            try {
                Source<?> unused = new Source<>(content, file);
            } catch (IOException e) {
                problems.put(content.key(), String.valueOf(e.getMessage()));
            }
        });
    }

    @Override
    public Origin of(InetAddress address) {
        return new Origin(of(countries, address), of(systems, address), of(cities, address));
    }

    private static <V> Optional<V> of(@Nullable Source<V> source, InetAddress address) {
        return source == null ? Optional.empty() : source.of(address);
    }

    /** Those that are in use, with their age. */
    public List<OriginFile> files() {
        return sources().map(Source::file).toList();
    }

    private Stream<Source<?>> sources() {
        return Stream.<@Nullable Source<?>>of(countries, systems, cities).flatMap(source -> Stream.ofNullable(source));
    }

    /** Reads a file again that has changed. A bad one is told, and what was read of it before stays in use. */
    public void refresh(Path path) {
        sources().filter(source -> source.path().equals(path)).forEach(source -> {
            try {
                source.refresh();
                log(source.file());
            } catch (IOException e) {
                LOG.error("{}; the one of before stays in use", e.getMessage());
            }
        });
    }

    /** To be called about once a day: while the proxy runs, files grow old. */
    public void warnOfOldOnes() {
        Instant now = clock.instant();
        files().stream().filter(file -> file.isOld(now)).forEach(this::log);
    }

    private void log(OriginFile file) {
        Instant now = clock.instant();
        if (file.isOld(now)) {
            LOG.warn("{}: replace it with a newer one", file.line(now));
        } else {
            LOG.info("{}", file.line(now));
        }
    }
}
