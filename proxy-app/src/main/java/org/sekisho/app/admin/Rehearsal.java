package org.sekisho.app.admin;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.sekisho.app.decision.Explanation;
import org.sekisho.policy.Case;
import org.sekisho.policy.Judgement;
import org.sekisho.policy.Policy;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.ReversePath;

/**
 * Takes an imagined session through a policy, stage by stage, up to its recipients, and tells every decision. What the
 * policy remembers is read and never changed.
 */
final class Rehearsal {
    private final Policy policy;
    private final Case file;
    private final Stage.Connection connection;
    private final Optional<Stage.Introduction> introduction;
    private final Optional<ReversePath> sender;
    private final List<Mailbox> recipients;
    private final List<Explanation> told = new ArrayList<>();

    /**
     * @param policy reads the live state without changing it
     * @throws IllegalArgumentException for an address that is none, with words for whoever asked
     */
    Rehearsal(Policy policy, Question question, String listener, boolean submission) {
        this.policy = policy;
        InetAddress client = Question.address(question.client());
        connection = new Stage.Connection("explain", listener, submission, client, 0);
        file = new Case(connection, ForkJoinPool.commonPool());
        introduction = question.helo()
                .or(() -> question.from().isPresent() ? Optional.of("[" + question.client() + "]") : Optional.empty())
                .map(name -> new Stage.Introduction(
                        name, true, false, question.account().isPresent(), question.account()));
        if (question.from().isEmpty() && !question.recipients().isEmpty()) {
            throw new IllegalArgumentException("recipients need a sender; say 'from', empty for the null sender");
        }
        sender = question.from().map(Rehearsal::reversePath);
        recipients = question.recipients().stream().map(Rehearsal::mailbox).toList();
    }

    /** One explanation for every stage, until the client would be sent away. */
    CompletionStage<List<Explanation>> play() {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage.AtConnect(connection));
        introduction.ifPresent(known -> {
            stages.add(new Stage.AtHelo(connection, known));
            sender.ifPresent(from -> {
                stages.add(new Stage.AtMail(connection, known, from));
                recipients.forEach(to -> stages.add(new Stage.AtRcpt(connection, known, from, to)));
            });
        });
        return play(stages, 0);
    }

    private CompletionStage<List<Explanation>> play(List<Stage> stages, int next) {
        if (next >= stages.size()) {
            return CompletableFuture.completedStage(told);
        }
        return policy.explain(stages.get(next), file)
                .thenCompose(judgement -> tell(judgement) ? play(stages, next + 1) : play(stages, stages.size()));
    }

    /** Whether the session would go on. */
    private boolean tell(Judgement judgement) {
        told.add(Explanation.of(judgement.trail()));
        return judgement.trail().outcome() != Trail.Outcome.DISCONNECTED;
    }

    private static ReversePath reversePath(String text) {
        Command command = parse("MAIL FROM:<" + text + ">");
        if (command instanceof Command.Mail mail) {
            return mail.from();
        }
        throw new IllegalArgumentException("'" + text + "' is not a sender; write user@domain, or nothing for <>");
    }

    private static Mailbox mailbox(String text) {
        Command command = parse("RCPT TO:<" + text + ">");
        if (command instanceof Command.Rcpt rcpt) {
            return rcpt.to();
        }
        throw new IllegalArgumentException("'" + text + "' is not a recipient; write user@domain");
    }

    private static Command parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
