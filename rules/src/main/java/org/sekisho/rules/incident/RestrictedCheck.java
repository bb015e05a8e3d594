package org.sekisho.rules.incident;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.account.Familiarity;
import org.sekisho.smtp.Reply;

/** Is this account restricted? Answered from memory; only then it is asked whether the client is at home. */
final class RestrictedCheck implements Check<Stage.Introduced> {
    private static final CompletionStage<Finding> NO_ACCOUNT =
            CompletableFuture.completedStage(Finding.pass("no account"));
    private static final CompletionStage<Finding> NOT_RESTRICTED =
            CompletableFuture.completedStage(Finding.pass("the account is not restricted"));

    private final RestrictedSettings settings;
    private final Docket docket;
    private final WrongPasswords wrong;
    private final String hostName;

    RestrictedCheck(RestrictedSettings settings, Docket docket, String hostName) {
        this.settings = settings;
        this.docket = docket;
        wrong = docket.wrongPasswords();
        this.hostName = hostName;
    }

    @Override
    public CompletionStage<Finding> examine(Stage.Introduced known, Inquiry inquiry) {
        Optional<String> account = account(known);
        if (account.isEmpty()) {
            return NO_ACCOUNT;
        }
        Optional<Incident> restricting = docket.defending(account.get());
        if (restricting.isEmpty()) {
            return NOT_RESTRICTED;
        }
        Incident incident = restricting.get();
        if (incident.scope() == Scope.ALL) {
            return CompletableFuture.completedStage(refused(known, incident, inquiry, "whoever uses it"));
        }
        return docket.familiarity(incident.account(), known.connection().client())
                .thenApply(familiarity -> judged(known, incident, inquiry, familiarity));
    }

    private static Optional<String> account(Stage.Introduced known) {
        if (known instanceof Stage.AtAuth login) {
            return login.account();
        }
        return known.introduction().authenticated() ? known.introduction().account() : Optional.empty();
    }

    private Finding judged(Stage.Introduced known, Incident incident, Inquiry inquiry, Familiarity familiarity) {
        return switch (familiarity) {
            case HOME, KNOWN ->
                explained(Finding.pass("the account is restricted, and knows this place"), incident)
                        .with("familiarity", familiarity.name().toLowerCase(Locale.ROOT));
            case NEW -> refused(known, incident, inquiry, "which does not know this place");
            // A thief cannot be told from an owner who has just begun.
            case LEARNING -> refused(known, incident, inquiry, "which knows no place yet");
        };
    }

    private Finding refused(Stage.Introduced known, Incident incident, Inquiry inquiry, String whose) {
        String because = "the account is restricted, " + whose;
        if (known instanceof Stage.AtAuth && settings.reply() != RestrictedSettings.LOGIN) {
            return explained(Finding.pass(because + "; its mail is refused"), incident);
        }
        note(known, incident, inquiry);
        Finding finding = known instanceof Stage.AtAuth login
                ? Finding.refuse(wrong.reply(login.mechanism()), because)
                        .after(wrong.delay(login.mechanism(), inquiry.file()))
                        .challenging(wrong.challenge(login.mechanism(), inquiry.file()))
                : Finding.refuse(noMail(), because);
        return explained(finding, incident)
                .unless("an operator had released it: sekisho incident " + incident.id() + " release");
    }

    private void note(Stage.Introduced known, Incident incident, Inquiry inquiry) {
        if (!inquiry.acting()) {
            return;
        }
        InetAddress client = known.connection().client();
        String from = " refused, from " + known.connection().address();
        if (known instanceof Stage.AtAuth login) {
            docket.refused(incident, client, login.passwordHash(), "login" + from);
        } else if (known instanceof Stage.AtMail) {
            docket.refused(incident, client, OptionalInt.empty(), "mail" + from);
        }
    }

    private Reply noMail() {
        return Reply.of(
                554, "5.7.1", "No mail is taken from this account at present; ask the postmaster of " + hostName);
    }

    private static Finding explained(Finding finding, Incident incident) {
        return finding.with("incident", incident.id())
                .with("nets", String.join(" ", incident.nets()))
                .with("since", incident.since())
                .with("until", incident.until().map(Instant::toString).orElse("an operator ends it"));
    }
}
