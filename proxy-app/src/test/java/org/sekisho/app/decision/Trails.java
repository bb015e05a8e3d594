package org.sekisho.app.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;

/** A decision to try things with: a stranger with an ugly name is greylisted. */
public final class Trails {
    static final Reply LATER = Reply.of(450, "4.2.0", "Greylisted, try again later");

    private Trails() {}

    public static Trail greylisted() {
        Stage.Connection connection = new Stage.Connection(
                "ab12-1", "mx", false, Addresses.literal("192.0.2.7").orElseThrow(), 40_000);
        Stage stage = new Stage.AtRcpt(
                connection,
                new Stage.Introduction("mail\u001b[2J", true, false, false, Optional.empty()),
                ReversePath.NULL,
                new Mailbox("ben@example.jp", "ben", "example.jp"));
        Trail.Entry allow = new Trail.Entry(
                "allow", Point.RECIPIENT, Mode.ENFORCE, Trail.Effect.PASSED, Finding.pass("no entry"), Duration.ZERO);
        Trail.Entry helo = new Trail.Entry(
                "helo",
                Point.HELO,
                Mode.OBSERVE,
                Trail.Effect.WOULD_HAVE_ACTED,
                Finding.refuse(Reply.of(550, "5.7.1", "No"), "listed name"),
                Duration.ofMillis(1));
        Trail.Entry greylist = new Trail.Entry(
                "greylist",
                Point.RECIPIENT,
                Mode.ENFORCE,
                Trail.Effect.ACTED,
                Finding.refuse(LATER, "first seen just now")
                        .with("triplet", "192.0.2.0/24 <> ben@example.jp")
                        .unless("it had come back after 3 minutes"),
                Duration.ofMillis(2));
        return new Trail(
                "K7Q2M9XW",
                Instant.parse("2027-01-04T12:00:00Z"),
                stage,
                List.of(allow, helo, greylist),
                Trail.Outcome.REFUSED,
                Duration.ZERO,
                Optional.of(LATER));
    }
}
