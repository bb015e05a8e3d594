package org.sekisho.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.decision.ExplanationText;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.Trail.Effect;
import org.sekisho.rules.RuleSet;
import org.sekisho.rules.Self;
import org.sekisho.rules.Tools;
import org.sekisho.rules.limits.LocalBuckets;
import org.sekisho.session.SessionSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.smtp.Reply;
import org.sekisho.state.MemoryStore;

/** Where the play takes place: one proxy with real rules, the names that it can look up, the clock, and the programme. */
final class Theatre {
    private static final String HOST = "mx.example.jp";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final FastClock clock = new FastClock(Instant.parse("2027-01-04T09:00:00Z"));
    private final List<Trail> trails = new ArrayList<>();
    private final PlayedMta.Tally tally = new PlayedMta.Tally();
    private final Set<String> villagers;
    private final SessionSettings settings;
    private final PolicyJudge judge;
    /** What has been told in this act: once is enough. */
    private final Set<String> reasons = new HashSet<>();

    private int sessions;

    /**
     * @param villagers the recipients that the mail server knows
     */
    Theatre(RuleSet rules, PlayedNames names, Set<String> villagers, PrintStream out) {
        this.out = out;
        this.villagers = villagers;
        ListenerSettings listener = ListenerSettings.inbound("mx", new Endpoint("192.0.2.1", 25));
        settings = new SessionSettings(
                ProxySettings.of(
                        HOST,
                        listener,
                        UpstreamSettings.of(new Endpoint("127.0.0.1", 10_025), UpstreamSettings.Identity.NONE)),
                listener);
        // The same numbers in every performance.
        java.util.Random chance = new java.util.Random(1);
        Tools tools = new Tools(
                clock, chance, names, new MemoryStore(clock), new LocalBuckets(clock, 1_000), new Self(HOST, Set.of()));
        judge = new PolicyJudge(rules.policy(tools, new References(chance), clock), trails::add);
    }

    PlayedMta.Tally mta() {
        return tally;
    }

    // Telling

    void act(String title, String summary) {
        reasons.clear();
        out.println();
        out.println(title);
        out.println("  " + summary);
    }

    void tell(String what) {
        out.println("  " + TIME.format(clock.instant()) + "  " + what);
    }

    /** Somebody comes back later. */
    void later(Duration time, String why) {
        clock.pass(time);
        out.println("  ... " + why);
    }

    /** The rules that did something since the last time, and why. */
    private void tellReasons() {
        for (Trail trail : trails) {
            Explanation decision = Explanation.of(trail);
            for (int i = 0; i < trail.entries().size(); i++) {
                Effect effect = trail.entries().get(i).effect();
                if (effect == Effect.ACTED || effect == Effect.HELD) {
                    Explanation.Step step = decision.steps().get(i);
                    if (!reasons.add(step.rule() + step.because())) {
                        continue;
                    }
                    out.println("                why (" + decision.reference() + "): " + step.rule() + ": "
                            + step.because());
                    step.unless().ifPresent(unless -> out.println("                would have passed if: " + unless));
                }
            }
        }
        trails.clear();
    }

    // Playing

    /** One connection, told step by step. */
    final class Visit {
        private final Journey journey;
        private Duration told = Duration.ZERO;

        Visit(String address, Duration patience) {
            sessions++;
            Stage.Connection connection = new Stage.Connection(
                    "play-" + sessions, "mx", false, Addresses.literal(address).orElseThrow(), 40_000);
            journey = new Journey(settings, connection, judge, new PlayedMta(villagers, tally), clock, patience);
        }

        Visit connect(boolean talksEarly) {
            journey.connect(talksEarly);
            return heard("connects" + (talksEarly ? " and talks at once" : ""), false);
        }

        Visit say(String line) {
            if (!journey.over()) {
                journey.say(line);
                heard(line, true);
            }
            return this;
        }

        /** Introduces itself and names its sender; nothing of that is worth telling. */
        Visit from(String helo, String sender) {
            journey.say("EHLO " + helo);
            journey.say("MAIL FROM:<" + sender + ">");
            return this;
        }

        Visit message() {
            if (!journey.over() && journey.say("DATA").code() == 354) {
                tell("message -> " + journey.message());
                tellReasons();
            }
            return this;
        }

        void leave() {
            journey.quit();
            trails.clear();
        }

        private Visit heard(String did, boolean withReply) {
            Duration waited = journey.waited().minus(told);
            told = journey.waited();
            String wait = waited.isZero() ? "" : " ... waits " + ExplanationText.seconds(waited);
            Reply reply = journey.last();
            String answer = journey.left() ? " ... and hangs up" : withReply ? " -> " + reply : "";
            tell(did + wait + answer);
            tellReasons();
            return this;
        }
    }

    Visit visit(String address, Duration patience) {
        return new Visit(address, patience);
    }
}
