package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.Mode;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.rules.Self;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.trial.TrialSettings.AtEndOfData;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.testing.ManualTime;

/** A scanner in a world of its own, and messages of taro@example.jp, who logs in with a good password. */
final class TrialMails {
    static final String ACCOUNT = "taro@example.jp";
    static final String PASSWORD = "Kasumi+7=gaseki";
    static final String HOST = "smtp.example.jp";
    static final TrialSettings OBSERVING = TrialSettings.DEFAULTS;
    static final TrialSettings REFUSING = new TrialSettings(Mode.ENFORCE, 60, 100, AtEndOfData.REFUSE, List.of());
    private static final byte[] KEY = "a key for tests".getBytes(UTF_8);

    final ManualTime time = new ManualTime();
    final List<Alarm> alarms = new ArrayList<>();
    final List<Trail> trails = new ArrayList<>();
    final TrialScanner scanner;

    /** The message that comes next. */
    String account = ACCOUNT;

    /** The domain of accounts that may log in without one. */
    Optional<String> realm = Optional.empty();

    String password = PASSWORD;
    String helo = "client.example";
    List<String> recipients = List.of("collector@free.example");
    OriginNews.News news = OriginNews.News.NOTHING;
    Random cuts = new Random(1);

    TrialMails(TrialSettings settings) {
        this(settings, Optional.empty());
    }

    TrialMails(TrialSettings settings, Optional<StateStore> store) {
        scanner = new TrialScanner(
                settings,
                new TrialScanner.World(
                        store.orElseGet(() -> new MemoryStore(time)),
                        time,
                        new Self(HOST, Set.of(address("192.0.2.25"))),
                        new References(new Random(5)),
                        trails::add,
                        Origins.NONE,
                        (who, client) -> CompletableFuture.completedStage(news),
                        alarms::add),
                KEY);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Sends a message as it is, in pieces of any size; lines end in LF here. */
    Optional<Reply> send(String message) {
        return sendOctets(message.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    Optional<Reply> sendOctets(byte[] octets) {
        MessageInspection inspection = begin(new Credentials(password.getBytes(UTF_8), OptionalInt.of(7)));
        int at = 0;
        while (at < octets.length) {
            int length = Math.min(octets.length - at, 1 + cuts.nextInt(40));
            inspection.octets(ByteBuffer.wrap(octets, at, length).asReadOnlyBuffer());
            at += length;
        }
        Optional<Reply> reply =
                inspection.end(octets.length).toCompletableFuture().join();
        inspection.close();
        return reply;
    }

    MessageInspection begin(Credentials credentials) {
        Stage.Connection connection = new Stage.Connection("s1", "submission", true, address("198.51.100.7"), 40_000);
        return scanner.begin(
                        new Stage.AtData(
                                connection,
                                new Stage.Introduction(helo, true, true, true, Optional.of(account)),
                                ReversePath.of(mailbox(ACCOUNT)),
                                recipients.stream().map(TrialMails::mailbox).toList()),
                        credentials)
                .orElseThrow();
    }

    /** The score of a message; 0 if there was no alarm about it, which is what scores from 1 on raise here. */
    int score(String message) {
        alarms.clear();
        scanner.replace(new TrialSettings(Mode.OBSERVE, 1, 100, AtEndOfData.PASS, List.of()), realm);
        Optional<Reply> unused = send(message);
        return alarms.isEmpty() ? 0 : alarms.get(0).score();
    }

    /** The signs of the last alarm. */
    List<String> signs() {
        return alarms.isEmpty() ? List.of() : alarms.get(alarms.size() - 1).evidence();
    }

    static Mailbox mailbox(String address) {
        int at = address.indexOf('@');
        return new Mailbox(address, address.substring(0, at), address.substring(at + 1));
    }

    /** A message with an ordinary header. */
    static String mail(String subject, String... body) {
        return "From: Taro <" + ACCOUNT + ">\nTo: collector@free.example\nSubject: " + subject + "\nMessage-ID: <1@"
                + HOST + ">\n\n" + String.join("\n", body) + "\n";
    }
}
