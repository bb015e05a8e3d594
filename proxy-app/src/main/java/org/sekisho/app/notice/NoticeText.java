package org.sekisho.app.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sekisho.app.action.Letter;
import org.sekisho.rules.incident.Entry;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.NoticeSettings.Language;
import org.sekisho.rules.incident.Scope;

/**
 * Writes the notice to an owner, in each language that is wanted: our text or the operator's, whose first line is the subject and
 * in which words in braces stand for what differs.
 */
final class NoticeText {
    private static final String SUBJECT = "Subject:";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String RULE = "\n\n" + "-".repeat(72) + "\n\n";
    private static final Properties WORDS = words();

    private final NoticeSettings settings;
    private final String hostName;

    NoticeText(NoticeSettings settings, String hostName) {
        this.settings = settings;
        this.hostName = hostName;
    }

    /** @throws IOException if a file of the operator's cannot be read, in words */
    Letter about(Incident incident) throws IOException {
        String subject = "";
        StringBuilder body = new StringBuilder();
        for (Language language : settings.languages()) {
            Letter one = in(language, incident);
            subject = subject.isEmpty() ? one.subject() : subject;
            body.append(body.isEmpty() ? "" : RULE).append(one.body().strip());
        }
        return new Letter(subject, body.append('\n').toString());
    }

    private Letter in(Language language, Incident incident) throws IOException {
        Template template = template(language);
        Map<String, String> values = values(language, incident);
        return new Letter(filled(template.subject(), values), filled(template.body(), values));
    }

    /** With words in braces. */
    record Template(String subject, String body) {}

    Template template(Language language) throws IOException {
        String[] parts = written(language).split("\n", 2);
        if (parts.length < 2 || !parts[0].startsWith(SUBJECT)) {
            throw new IOException("the text " + name(language) + " must begin with a line '" + SUBJECT + " ...'");
        }
        return new Template(parts[0].substring(SUBJECT.length()).strip(), parts[1]);
    }

    private String written(Language language) throws IOException {
        if (settings.templates().isPresent()) {
            return NoticeFiles.read(settings.templates().get().resolve(name(language)));
        }
        try (InputStream in = NoticeText.class.getResourceAsStream(name(language))) {
            return new String(Objects.requireNonNull(in, name(language)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String name(Language language) {
        return key(language) + ".txt";
    }

    private static String key(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> values(Language language, Incident incident) throws IOException {
        String of = key(language) + ".";
        Instant since = incident.first(Entry.Kind.DEFENDED).map(Entry::time).orElse(incident.since());
        String restriction = incident.scope() == Scope.ALL ? "all" : "new-origins";
        Map<String, String> values = new LinkedHashMap<>();
        values.put("host", hostName);
        values.put("account", incident.account());
        values.put("incident", incident.id());
        values.put("time", TIME.format(since));
        values.put("until", incident.until().map(TIME::format).orElse("-"));
        values.put("reason", reason(of, incident.nets()));
        values.put("restriction", word(of + restriction));
        values.put(
                "release",
                settings.release().orElseGet(() -> word(of + "release").replace("{host}", hostName)));
        values.put("legal", legal(of));
        return values;
    }

    private static String reason(String of, List<String> nets) {
        return nets.stream()
                .map(net -> WORDS.getProperty(of + net, word(of + "other")))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** The clauses themselves, so that nobody has to look for them. */
    private String legal(String of) throws IOException {
        return settings.legalBasis().isEmpty()
                ? ""
                : word(of + "legal") + "\n"
                        + NoticeFiles.read(settings.legalBasis().get()).strip() + "\n";
    }

    private static String word(String key) {
        return Objects.requireNonNull(WORDS.getProperty(key), key);
    }

    private static String filled(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private static Properties words() {
        Properties words = new Properties();
        try (InputStream in = NoticeText.class.getResourceAsStream("words.properties")) {
            words.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
