package org.sekisho.app.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
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
import org.sekisho.rules.account.Acquaintance.Footing;
import org.sekisho.rules.incident.Incident;
import org.sekisho.rules.incident.IncidentSettings;
import org.sekisho.rules.incident.NoticeSettings;
import org.sekisho.rules.incident.NoticeSettings.Language;
import org.sekisho.rules.incident.Scope;
import org.sekisho.rules.incident.State;

/**
 * Writes the notice to an owner, in each language that is wanted: our text or the operator's, whose first line is the subject and
 * in which words in braces stand for what differs.
 */
final class NoticeText {
    private static final String SUBJECT = "Subject:";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);
    private static final String RULE = "\n\n" + "-".repeat(72) + "\n\n";
    private static final Properties WORDS = words();

    private final IncidentSettings incidents;
    private final NoticeSettings settings;
    private final String hostName;
    private final DateTimeFormatter time;

    NoticeText(IncidentSettings incidents, String hostName) {
        this.incidents = incidents;
        settings = incidents.notice();
        this.hostName = hostName;
        time = TIME.withZone(settings.zone().map(ZoneId::of).orElseGet(ZoneId::systemDefault));
    }

    /**
     * @param footing which places the account knows: who comes from there goes on working
     * @throws IOException if a file of the operator's cannot be read, in words
     */
    Letter about(Incident incident, Footing footing) throws IOException {
        String subject = "";
        StringBuilder body = new StringBuilder();
        for (Language language : settings.languages()) {
            Letter one = in(language, incident, footing);
            subject = subject.isEmpty() ? one.subject() : subject;
            body.append(body.isEmpty() ? "" : RULE).append(one.body().strip());
        }
        return new Letter(subject, body.append('\n').toString());
    }

    private Letter in(Language language, Incident incident, Footing footing) throws IOException {
        Template template = template(language);
        Map<String, String> values = values(language, incident, footing);
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

    private Map<String, String> values(Language language, Incident incident, Footing footing) throws IOException {
        String of = key(language) + ".";
        Instant since = incident.restrictedSince().orElse(incident.since());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("host", hostName);
        values.put("account", incident.account());
        values.put("incident", incident.id());
        values.put("time", time.format(since));
        values.put("until", until(of, incident));
        values.put("reason", reason(of, incident.nets()));
        values.put("restriction", word(of + restriction(incident.scope(), footing)));
        values.put("release", release(of, incident, footing));
        values.put("legal", legal(of));
        return values;
    }

    /** Of one that is over: when that was. */
    private String until(String of, Incident incident) {
        if (incident.state() != State.DEFENDED) {
            return time.format(incident.since());
        }
        String longer = incident.endsInAnyCase() ? "" : word(of + "longer");
        return incident.until().map(time::format).orElse("-") + longer;
    }

    private static String restriction(Scope scope, Footing footing) {
        if (scope == Scope.ALL) {
            return "all";
        }
        return switch (footing) {
            case HOME, SOME -> "new-origins";
            case ONE -> "but-one";
            case NOWHERE -> "nowhere";
        };
    }

    /** A password change is seen only where there is one to compare with, and from a home that may log in. */
    private String release(String of, Incident incident, Footing footing) {
        boolean byPassword = incidents.releaseOnPasswordChange()
                && incident.passwordHash().isPresent()
                && incident.scope() == Scope.NEW_ORIGINS
                && footing == Footing.HOME;
        if (incident.state() != State.DEFENDED) {
            return word(of + "ended").replace("{host}", hostName);
        }
        return settings.release()
                .orElseGet(() -> word(of + (byPassword ? "release" : "contact")).replace("{host}", hostName));
    }

    private static String reason(String of, List<String> nets) {
        return nets.stream()
                .map(net -> WORDS.getProperty(of + net, word(of + "other")))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** The clauses themselves, so that nobody has to look for them. */
    private String legal(String of) throws IOException {
        StringBuilder basis = new StringBuilder();
        incidents
                .legalReference()
                .ifPresent(reference -> basis.append(reference).append('\n'));
        if (settings.legalBasis().isPresent()) {
            basis.append(NoticeFiles.read(settings.legalBasis().get()).strip()).append('\n');
        }
        return basis.isEmpty() ? "" : word(of + "legal") + "\n" + basis;
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
