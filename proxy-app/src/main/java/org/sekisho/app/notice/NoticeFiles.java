package org.sekisho.app.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.NoticeSettings;

/** The operator's files that notices are made of. What is wrong with one is to be known before the first notice is owed. */
public final class NoticeFiles {
    private NoticeFiles() {}

    /** What is wrong with them, by key of the configuration; reads them, so it blocks. */
    public static Map<String, String> problems(IncidentSettings incidents) {
        NoticeSettings settings = incidents.notice();
        Map<String, String> problems = new LinkedHashMap<>();
        settings.addresses().ifPresent(file -> examine("addresses", problems, () -> read(file)));
        settings.legalBasis().ifPresent(file -> examine("legalBasis", problems, () -> read(file)));
        NoticeText text = new NoticeText(incidents, "");
        settings.languages().forEach(language -> examine("templates", problems, () -> text.template(language)));
        return problems;
    }

    /** As a notice will read it. */
    @FunctionalInterface
    private interface Reading {
        Object read() throws IOException;
    }

    private static void examine(String key, Map<String, String> problems, Reading reading) {
        try {
            Object unused = reading.read();
        } catch (IOException e) {
            problems.putIfAbsent(key, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IOException if it cannot be read, in words */
    static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
    }
}
