package org.sekisho.app.admin;

import java.time.Instant;
import java.util.List;
import org.sekisho.app.origin.OriginFile;

/**
 * A file that tells where addresses are, for operators.
 *
 * @param what it tells: {@code Countries}, {@code Systems} or {@code Cities}
 * @param built when its data were put together; for a CSV, when it was written
 * @param old whether it is time for a newer one
 */
public record OriginLine(String what, String file, Instant built, long entries, long daysOld, boolean old) {
    /** As they are now. */
    public static List<OriginLine> of(List<OriginFile> files, Instant now) {
        return files.stream()
                .map(file -> new OriginLine(
                        file.what(),
                        file.path().toString(),
                        file.built(),
                        file.entries(),
                        file.daysOld(now),
                        file.isOld(now)))
                .toList();
    }
}
