package org.sekisho.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.sekisho.rules.RuleSet;

/** The play, act by act. */
public final class Demo {
    private static final Duration PATIENT = Duration.ofMinutes(5);
    private static final Duration IMPATIENT = Duration.ofSeconds(8);

    private final Theatre theatre;

    /**
     * @param rules those of the profile that the play shows
     */
    public Demo(RuleSet rules, PrintStream out) {
        theatre = new Theatre(rules, names(), Set.of("anna@example.jp", "ben@example.jp", "chie@example.jp"), out);
        out.println(
                "mx.example.jp stands in front of a mail server that knows anna, ben and chie. The rules are those of");
        out.println("the profile 'standard'; the clock runs as fast as the play wants.");
    }

    private static PlayedNames names() {
        return new PlayedNames()
                .host("203-0-113-57.dsl.isp.example", "203.0.113.57")
                .host("198-51-100-23.dyn.isp.example", "198.51.100.23")
                .host("srv192-0-2-25.colo.example", "192.0.2.25")
                .host("out4-129.pool.sender.example", "192.0.2.129")
                .host("out7-77.pool.sender.example", "198.51.100.77")
                .host("news.club.example", "203.0.113.200")
                .domain("shop.example", "mx.shop.example", "v=spf1 -all")
                .domain("colo.example", "mx.colo.example", "v=spf1 ip4:192.0.2.25 -all")
                .domain("sender.example", "mx.sender.example", "v=spf1 ip4:192.0.2.129 ip4:198.51.100.77 -all")
                .domain("club.example", "news.club.example", "v=spf1 ip4:203.0.113.200 -all");
    }

    /** Plays all acts, in order: later ones meet what earlier ones left behind. */
    public void play() {
        botThatHangsUp();
        botThatTalksEarly();
        harvester();
        patientMailServer();
        senderPool();
        newsletter();
    }

    private void botThatHangsUp() {
        theatre.act(
                "1. The bot that hangs up",
                "An end user's computer that sends spam. It has no time: others are waiting.");
        attempt("203.0.113.57", IMPATIENT, "shop.example", "sale@shop.example", "anna@example.jp");
        theatre.later(Duration.ofMinutes(1), "it is told to try again a minute later");
        attempt("203.0.113.57", IMPATIENT, "shop.example", "sale@shop.example", "anna@example.jp");
    }

    private void botThatTalksEarly() {
        theatre.act("2. The bot that talks early", "It sends all its lines at once and never listens.");
        Theatre.Visit visit = theatre.visit("203.0.113.99", PATIENT).connect(true);
        visit.from("ylmf-pc", "win@shop.example")
                .say("RCPT TO:<ben@example.jp>")
                .message()
                .leave();
    }

    private void harvester() {
        theatre.act("3. The harvester", "It guesses names until it finds some that exist, again and again.");
        for (int round = 1; round <= 2; round++) {
            int lookups = theatre.mta().lookups().get();
            Theatre.Visit visit =
                    theatre.visit("198.51.100.23", PATIENT).connect(false).from("shop.example", "hi@shop.example");
            for (String name : List.of("admin", "info", "sales")) {
                visit.say("RCPT TO:<" + name + "@example.jp>");
            }
            visit.leave();
            theatre.tell("the mail server was asked " + (theatre.mta().lookups().get() - lookups) + " times");
            if (round == 1) {
                theatre.later(Duration.ofMinutes(1), "it comes back with the same list");
            }
        }
    }

    private void patientMailServer() {
        theatre.act(
                "4. The patient mail server",
                "A small company's server with the name that its provider gave it: it looks like a bot, and waits.");
        attempt("192.0.2.25", PATIENT, "mail.colo.example", "boss@colo.example", "ben@example.jp");
        theatre.later(Duration.ofHours(2), "two hours later it has another message");
        attempt("192.0.2.25", PATIENT, "mail.colo.example", "boss@colo.example", "chie@example.jp");
    }

    private void senderPool() {
        theatre.act(
                "5. The sender pool",
                "A large provider: it does not wait for long, and comes back from another of its addresses.");
        attempt("192.0.2.129", IMPATIENT, "out4.sender.example", "carl@sender.example", "anna@example.jp");
        theatre.later(Duration.ofSeconds(30), "half a minute later, from another address");
        attempt("198.51.100.77", IMPATIENT, "out7.sender.example", "carl@sender.example", "anna@example.jp");
        theatre.later(Duration.ofMinutes(10), "ten minutes later, from the first address");
        attempt("192.0.2.129", IMPATIENT, "out4.sender.example", "carl@sender.example", "anna@example.jp");
    }

    private void newsletter() {
        theatre.act("6. The newsletter", "A club's own server with a proper name, and a sender for each reader.");
        for (String reader : List.of("anna", "ben", "chie")) {
            attempt(
                    "203.0.113.200",
                    PATIENT,
                    "news.club.example",
                    "bounce-17-" + reader + "=example.jp@club.example",
                    reader + "@example.jp");
        }
    }

    /** One session with one message, if it gets so far. */
    private void attempt(String address, Duration patience, String helo, String sender, String recipient) {
        theatre.visit(address, patience)
                .connect(false)
                .from(helo, sender)
                .say("RCPT TO:<" + recipient + ">")
                .message()
                .leave();
    }
}
