package org.sekisho.rules.trial;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.Finding;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.rules.account.Alarm;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message: six readings of it side by side, and the score in the end. */
final class TrialScan implements MessageInspection {
    private static final Logger LOG = LoggerFactory.getLogger(TrialScan.class);
    private static final Reply REFUSED =
            Reply.of(554, "5.7.1", "Message refused by policy; if it is yours, ask your administrator");

    private static final int OWN_PASSWORD = 100;
    private static final int OWN_LOGIN = 60;
    private static final int COLLECTED = 40;
    private static final int NEW_COUNTRY = 20;
    private static final int NEW_SYSTEM = 10;
    private static final int SMALL = 10;
    /** Octets of a message that counts as small. */
    private static final int SMALL_OCTETS = 2_048;
    /** Evidence of an alarm has at most ten lines. */
    private static final int MOST_LINES = 9;

    private final TrialScanner scanner;
    private final TrialScanner.Terms terms;
    private final Stage.AtData message;
    private final String account;
    private final Credentials credentials;

    private final Signs signs = new Signs();
    private final Places places = new Places();
    private final Needle password;
    private final boolean telling;
    private final Fingerprint fingerprint;
    private final Reading plain;
    private final Reading unescaped;
    private final Unescaper unescaper;
    private final List<Reading> decoded;
    private final Base64Readings base64;
    private final CompletionStage<OriginNews.News> news;
    private Place place = Place.HEADER;

    TrialScan(
            TrialScanner scanner,
            TrialScanner.Terms terms,
            Stage.AtData message,
            String account,
            Credentials credentials) {
        this.scanner = scanner;
        this.terms = terms;
        this.message = message;
        this.account = account.toLowerCase(Locale.ROOT);
        this.credentials = credentials;
        password = new Needle(credentials.password());
        List<byte[]> usual = new ArrayList<>(terms.hosts());
        List<byte[]> logins = logins();
        usual.addAll(logins);
        telling = password.telling(usual);
        fingerprint = new Fingerprint(logins);
        plain = reading(logins, Optional.empty());
        unescaped = reading(logins, Optional.of(fingerprint));
        unescaper = new Unescaper(unescaped);
        decoded = Stream.generate(() -> reading(logins, Optional.empty()))
                .limit(Base64Readings.PHASES)
                .toList();
        base64 = new Base64Readings(decoded);
        news = scanner.world
                .news()
                .of(this.account, message.connection().client())
                .exceptionally(failure -> OriginNews.News.NOTHING);
    }

    /** What the mail server takes as the account's name: also without the realm. */
    private List<byte[]> logins() {
        String realm = terms.realm().map(domain -> "@" + domain).orElse("");
        return !realm.isEmpty() && account.endsWith(realm) && account.length() > realm.length()
                ? Neighbours.words(List.of(account, account.substring(0, account.length() - realm.length())))
                : Neighbours.words(List.of(account));
    }

    private Reading reading(List<byte[]> logins, Optional<Fingerprint> print) {
        return new Reading(
                password,
                new Neighbours(logins, terms.hosts(), signs),
                signs,
                new Comparison(scanner.published, signs, print));
    }

    @Override
    public void octets(ByteBuffer next) {
        while (next.hasRemaining()) {
            byte octet = next.get();
            place = places.next(octet);
            plain.take(octet, place);
            unescaper.take(octet, place);
            base64.take(octet, place);
        }
    }

    @Override
    public CompletionStage<Optional<Reply>> end(long octets) {
        plain.cut();
        unescaper.end(place);
        base64.end(place);
        return news.thenCombine(collected(), (where, collector) -> judge(score(octets, where, collector)));
    }

    private CompletionStage<Boolean> collected() {
        if (!signs.strong(telling)) {
            return CompletableFuture.completedStage(false);
        }
        return scanner.collectors
                .collected(account, message.recipients(), fingerprint.made())
                .exceptionally(failure -> {
                    LOG.warn(
                            "{}: whether others send such a message cannot be told, it passes as far as that goes: {}",
                            message.connection().session(),
                            failure.toString());
                    return false;
                });
    }

    // The score

    private Score score(long octets, OriginNews.News where, boolean collector) {
        Score score = new Score();
        score.add("own-password", signs.password(telling) ? OWN_PASSWORD : 0);
        score.add("own-login", signs.login() ? OWN_LOGIN : 0);
        score.add(names("mark", signs.marks()), Signs.most(signs.marks()));
        score.add(names("shape", signs.shapes()), Signs.most(signs.shapes()));
        score.add("collector", collector ? COLLECTED : 0);
        score.add("new-country", where == OriginNews.News.COUNTRY ? NEW_COUNTRY : 0);
        score.add("new-system", where == OriginNews.News.SYSTEM ? NEW_SYSTEM : 0);
        scanner.published.greetings().stream()
                .filter(greeting -> greeting.fits(message.introduction().helo()))
                .findFirst()
                .ifPresent(greeting -> score.add("helo " + greeting.id(), greeting.points()));
        score.add("small", octets < SMALL_OCTETS && oneStranger() ? SMALL : 0);
        return score;
    }

    private static String names(String kind, Map<String, Integer> found) {
        return kind + " " + String.join(" ", found.keySet());
    }

    /** One recipient, in a domain that is neither the account's nor the sender's. */
    private boolean oneStranger() {
        if (message.recipients().size() != 1) {
            return false;
        }
        String domain = message.recipients().get(0).domain().toLowerCase(Locale.ROOT);
        String sender =
                message.sender().mailbox().map(Mailbox::domain).orElse("").toLowerCase(Locale.ROOT);
        return !domain.equals(sender) && !account.endsWith("@" + domain);
    }

    // The verdict

    private Optional<Reply> judge(Score score) {
        TrialSettings settings = terms.settings();
        boolean due = settings.atEndOfData() == TrialSettings.AtEndOfData.REFUSE && score.total() >= settings.refuse();
        boolean refused = due && settings.mode() == Mode.ENFORCE;
        if (score.total() >= settings.alarm()) {
            alarm(score, refused);
        }
        Optional<String> reference = due ? Optional.of(explain(score, refused)) : Optional.empty();
        return reference.filter(written -> refused).map(written -> References.in(REFUSED, written));
    }

    /** Writes down why the message is refused, or would be; answers by which reference that can be asked for. */
    private String explain(Score score, boolean refused) {
        Finding finding = Finding.refuse(REFUSED, because(score))
                .with("score", score.total())
                .with("refuse", terms.settings().refuse())
                .unless("it had scored less than " + terms.settings().refuse());
        Trail.Entry entry = new Trail.Entry(
                Alarm.TRIAL_MAILS,
                Point.DATA,
                terms.settings().mode(),
                refused ? Trail.Effect.ACTED : Trail.Effect.WOULD_HAVE_ACTED,
                finding,
                Duration.ZERO);
        String reference = scanner.world.references().next();
        scanner.world
                .trails()
                .accept(new Trail(
                        reference,
                        scanner.world.clock().instant(),
                        message,
                        List.of(entry),
                        refused ? Trail.Outcome.REFUSED : Trail.Outcome.PASSED,
                        Duration.ZERO,
                        refused ? Optional.of(REFUSED) : Optional.empty()));
        return reference;
    }

    private String because(Score score) {
        return "the message scored " + score.total() + " as a trial mail: " + String.join(", ", score.lines());
    }

    private void alarm(Score score, boolean refused) {
        Stage.Connection connection = message.connection();
        List<String> evidence =
                new ArrayList<>(score.lines().stream().limit(MOST_LINES).toList());
        evidence.add("session " + connection.session() + (refused ? ", message refused" : ", message passed"));
        scanner.world
                .alarms()
                .told(new Alarm(
                        account,
                        Alarm.TRIAL_MAILS,
                        score.total(),
                        scanner.world.clock().instant(),
                        connection.client(),
                        scanner.world.origins().of(connection.client()),
                        because(score) + "; alarm from " + terms.settings().alarm(),
                        evidence,
                        credentials.passwordHash()));
    }

    @Override
    public void close() {
        password.wipe();
        plain.wipe();
        unescaped.wipe();
        unescaper.wipe();
        decoded.forEach(Reading::wipe);
        base64.wipe();
    }
}
