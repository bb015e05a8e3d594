package org.sekisho.rules.recipients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekisho.rules.recipients.Hearings.OK;
import static org.sekisho.rules.recipients.Hearings.UNKNOWN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sekisho.policy.Decision;
import org.sekisho.policy.Mode;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.rules.FailureAnswer;
import org.sekisho.rules.Placement;
import org.sekisho.rules.recipients.RecipientSettings.Asking;
import org.sekisho.rules.recipients.RecipientSettings.Unremembered;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.ZoneDns;

/** Recipients of suspects that nothing is known about: the mail server is asked (R11). */
final class AskingTest {
    private static final Asking BOUNDS = new Asking(2, 6, 4);
    private static final RecipientSettings SETTINGS = Changed.in(
            RecipientSettings.DEFAULTS, Map.of("refresh", 0, "unremembered", Unremembered.ASK, "ask", BOUNDS));
    private static final String SUSPECT = "192.0.2.1";
    private static final String MAIL_SERVER = "198.51.100.1";

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore(time);
    private final ZoneDns dns = new ZoneDns().host("mail.sender.test", MAIL_SERVER);
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Reply>> waiting = new ArrayList<>();

    @Test
    void aSuspectHearsThatThereIsNoSuchUser() {
        Hearings.Session session = enforced(answering(UNKNOWN)).from(SUSPECT);

        assertThat(session.refusal("guess@example.org")).isEqualTo("550 5.1.1");
        assertThat(asked).containsExactly("sender@client.test guess@example.org");
    }

    @Test
    void whatWasAnsweredIsLearnt() {
        Hearings.Session session = enforced(answering(UNKNOWN)).from(SUSPECT);
        session.rcpt("guess@example.org");
        session.rcpt("guess@example.org");

        assertThat(asked).hasSize(1);
    }

    @Test
    void aSuspectsRecipientThatThereIsPasses() {
        Hearings.Session session = enforced(answering(OK)).from(SUSPECT);

        assertThat(session.refusal("a@example.org")).isEmpty();
        assertThat(session.refusal("a@example.org")).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void nobodyIsAskedAboutAMailServersRecipients() {
        assertThat(enforced(answering(UNKNOWN)).from(MAIL_SERVER).refusal("a@example.org"))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyIsAskedWhileTheRuleOnlyWatches() {
        Hearings observing = hearings(
                answering(UNKNOWN), Placement.of(Recipients.TYPE, Mode.OBSERVE).with(SETTINGS));

        assertThat(observing.from(SUSPECT).refusal("a@example.org")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyIsAskedUnlessTheOperatorWantsIt() {
        Hearings learning = hearings(answering(UNKNOWN), Hearings.enforced(RecipientSettings.DEFAULTS));

        assertThat(learning.from(SUSPECT).refusal("a@example.org")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void goesOnAsIfNotAskedWhenThereIsNoAnswer() {
        Hearings failing =
                enforced((sender, recipient) -> CompletableFuture.failedStage(new IllegalStateException("down")));

        assertThat(failing.from(SUSPECT).refusal("a@example.org")).isEmpty();
    }

    @Test
    void goesOnAsIfNotAskedWhenTheAnswerSaysNothingAboutTheRecipient() {
        Hearings.Session session =
                enforced(answering(Reply.of(451, "4.3.0", "Try again"))).from(SUSPECT);

        assertThat(session.refusal("a@example.org")).isEmpty();
    }

    @Test
    void anAnswerThatComesTooLateIsLearntAllTheSame() {
        Hearings slow = hearings(
                this::later,
                new Placement<>(Recipients.TYPE, Mode.ENFORCE, Duration.ofMillis(50), FailureAnswer.PASS, SETTINGS));

        assertThat(slow.from(SUSPECT).refusal("a@example.org")).isEmpty();
        waiting.get(0).complete(UNKNOWN);
        assertThat(slow.from(SUSPECT).refusal("a@example.org")).isEqualTo("550 5.1.1");
    }

    @Test
    void oneNetworkCannotKeepTheMailServerBusy() {
        Hearings hearings = enforced(this::later);
        List<CompletionStage<Decision>> decisions = ask(hearings, SUSPECT, 10);

        assertThat(waiting).hasSize(BOUNDS.waitingPerNetwork());
        assertThat(decisions.subList(4, 10))
                .allMatch(decision -> decision.toCompletableFuture().isDone());
        ask(hearings, "203.0.113.1", 10);
        assertThat(waiting).hasSize(BOUNDS.waiting());
    }

    @Test
    void anAnswerMakesRoomForTheNextQuestion() {
        Hearings hearings = enforced(this::later);
        ask(hearings, SUSPECT, 10);
        waiting.get(0).complete(OK);
        waiting.get(1).completeExceptionally(new IllegalStateException("lost"));

        ask(hearings, "192.0.2.2", 10);

        assertThat(waiting).hasSize(6);
    }

    private static List<CompletionStage<Decision>> ask(Hearings hearings, String client, int times) {
        List<CompletionStage<Decision>> decisions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            decisions.add(hearings.from(client).judge("guess" + i + "." + client + "@example.org"));
        }
        return decisions;
    }

    private RecipientVerifier answering(Reply reply) {
        return (sender, recipient) -> {
            asked.add(sender + " " + recipient);
            return CompletableFuture.completedStage(reply);
        };
    }

    private CompletionStage<Reply> later(ReversePath sender, Mailbox recipient) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        waiting.add(answer);
        return answer;
    }

    private Hearings enforced(RecipientVerifier verifier) {
        return hearings(verifier, Hearings.enforced(SETTINGS));
    }

    private Hearings hearings(RecipientVerifier verifier, Placement<?, ?> rule) {
        return new Hearings(time, Hearings.tools(time, store, dns).verifying(verifier), rule);
    }
}
