package org.sekisho.app.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the chain from the first line that is there, and stops at the first that does not fit. */
public final class AuditCheck {
    /** How the entry begins that closes a line which a crash tore. */
    static final String TORN = "a line was torn when the program ended: ";

    /** How the entry begins that tells of lines which were gone at a start. */
    static final String MISSING = "written lines were missing at the start: numbers ";

    /**
     * What was found.
     *
     * @param lines that hold together
     * @param broken the first that does not, with file and line; empty if all do
     * @param remarks what is to be known of an audit that holds
     * @param head number and hash of the last line: who keeps it elsewhere sees later whether all was replaced
     */
    public record Report(long lines, Optional<String> broken, List<String> remarks, String head) {}

    /** A line that cannot be read, until the next one says that a crash tore it. */
    private record Torn(String where, String sha256) {}

    private final List<String> remarks = new ArrayList<>();
    private Link last = Link.START;
    private long lines;
    private @Nullable Torn torn;

    private AuditCheck() {}

    /** All files of a directory, and that none of the last lines has gone. */
    public static Report directory(Path directory) throws IOException {
        AuditFiles files = new AuditFiles(directory);
        List<Path> all = files.inOrder();
        if (all.isEmpty()) {
            throw new IOException("there is no " + AuditFiles.NAME + " in " + directory);
        }
        // Read before the lines: those may grow while they are read.
        Optional<Link> head = files.readHead();
        AuditCheck check = new AuditCheck();
        Optional<String> broken = check.files(all);
        if (broken.isEmpty() && head.isPresent()) {
            broken = check.end(files.growing(), head.get());
        }
        return check.report(broken);
    }

    /** One file alone. */
    public static Report file(Path file) throws IOException {
        AuditCheck check = new AuditCheck();
        return check.report(check.files(List.of(file)));
    }

    private Report report(Optional<String> broken) {
        return new Report(lines, broken, List.copyOf(remarks), last.toString());
    }

    private Optional<String> files(List<Path> files) throws IOException {
        for (Path file : files) {
            List<byte[]> octets = AuditFiles.lines(Files.readAllBytes(file));
            for (int i = 0; i < octets.size() - 1; i++) {
                Optional<String> broken = line(file + ":" + (i + 1), octets.get(i));
                if (broken.isPresent()) {
                    return broken;
                }
            }
            if (octets.get(octets.size() - 1).length > 0) {
                return Optional.of(file + ":" + octets.size()
                        + ": the line has no end: it was cut off, or the program ended while it wrote");
            }
        }
        return Optional.ofNullable(torn).map(Torn::where).map(AuditCheck::unreadable);
    }

    private Optional<String> line(String where, byte[] octets) {
        Optional<AuditLine.Read> read = AuditFiles.read(octets);
        Torn before = torn;
        if (read.isEmpty()) {
            torn = new Torn(where, AuditLine.sha256(octets));
            return before == null ? Optional.empty() : Optional.of(unreadable(before.where()));
        }
        AuditLine line = read.get().line();
        if (before != null && !(line.what().equals("torn") && line.why().endsWith(before.sha256()))) {
            return Optional.of(unreadable(before.where()));
        }
        torn = null;
        if (!read.get().holds()) {
            return Optional.of(where + ": was changed: its hash is another");
        }
        Optional<String> misfit = misfit(where, line);
        if (misfit.isEmpty()) {
            last = read.get().link();
            lines++;
        }
        return misfit;
    }

    private Optional<String> misfit(String where, AuditLine line) {
        long expected = last.number() + 1;
        if (lines == 0 && line.number() > 1) {
            remarks.add(where + ": begins with number " + line.number() + ": what was before is not here");
        } else if (line.number() > expected) {
            return Optional.of(
                    where + ": has number " + line.number() + ": " + expected + " should stand here and was removed");
        } else if (line.number() < expected) {
            return Optional.of(where + ": has number " + line.number() + " where " + expected
                    + " should stand: it was inserted, or stood elsewhere");
        } else if (!line.previous().equals(last.hash())) {
            return Optional.of(where + ": does not hold the hash of the line before: one of the two was replaced");
        }
        if (line.why().startsWith(MISSING) && line.what().equals("missing")) {
            return Optional.of(where + ": " + line.why());
        }
        if (line.what().equals("torn")) {
            remarks.add(where + ": " + line.why());
        }
        return Optional.empty();
    }

    private Optional<String> end(Path growing, Link head) {
        if (head.number() > last.number()) {
            return Optional.of(growing + ": ends with number " + last.number() + ": up to " + head.number()
                    + " were written and have been removed");
        }
        return head.number() == last.number() && !head.hash().equals(last.hash())
                ? Optional.of(growing + ": its last line, number " + last.number() + ", was replaced")
                : Optional.empty();
    }

    private static String unreadable(String where) {
        return where + ": cannot be read: it was changed";
    }
}
