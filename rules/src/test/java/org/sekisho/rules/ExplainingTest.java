package org.sekisho.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.policy.Case;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.RecipientVerifier;
import org.sekisho.policy.References;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.rules.recipients.RecipientSettings.Unremembered;
import org.sekisho.rules.recipients.Recipients;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.state.Answers;
import org.sekisho.state.Batch;
import org.sekisho.state.MemoryStore;
import org.sekisho.state.StateStore;
import org.sekisho.state.TokenBuckets;
import org.sekisho.testing.Cases;
import org.sekisho.testing.Changed;
import org.sekisho.testing.ManualTime;
import org.sekisho.testing.StoreInFront;
import org.sekisho.testing.ZoneDns;

/** An explanation leaves everything as it was: no record is written, no token taken, no mail server asked. */
final class ExplainingTest {
    private static final String CLIENT = "203.0.113.7";
    private static final Mailbox TO = new Mailbox("user@example.org", "user", "example.org");

    private final ManualTime time = new ManualTime();
    private final List<String> changes = new ArrayList<>();
    private final List<String> reads = new ArrayList<>();
    private final Tools tools = new Tools(
                    time,
                    new Random(1),
                    new ZoneDns()
                            .mailExchanger("example.net", "mail.example.net")
                            .nameServer("example.net", "mail.example.net")
                            .address("mail.example.net", "198.51.100.25"),
                    new Store(new MemoryStore(time)),
                    new Buckets(),
                    new Self("mx.example.org", Set.of()))
            .verifying(verifier());

    static Stream<RuleType<?, ?>> types() {
        return RuleCatalog.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void changesNothingOfWhatOneRuleKnows(RuleType<?, ?> type) {
        explain(tools.reading(), List.of(type));

        assertThat(changes).isEmpty();
    }

    @Test
    void changesNothingOfWhatAllRulesKnow() {
        explain(tools.reading(), RuleCatalog.all());

        assertThat(changes).isEmpty();
        assertThat(reads).contains("patient-clients", "recipients", "greylist-clients", "look");
    }

    /** Otherwise the tests above would show nothing. */
    @Test
    void theSameRulesWriteWithToolsOfTheirOwn() {
        explain(tools, RuleCatalog.all());

        assertThat(changes).isNotEmpty();
    }

    private void explain(Tools with, List<RuleType<?, ?>> types) {
        Map<String, Placement<?, ?>> placements = new HashMap<>();
        Map<Point, List<String>> order = new EnumMap<>(Point.class);
        for (RuleType<?, ?> type : types) {
            placements.put(type.name(), placement(type));
            for (Point point : Point.values()) {
                if (type.needs().isAssignableFrom(point.stage())) {
                    order.computeIfAbsent(point, unused -> new ArrayList<>()).add(type.name());
                }
            }
        }
        Policy policy = new RuleSet(order, placements, Wishes.NONE, Policy.Terms.DEFAULTS)
                .policy(with, new References(new Random(1)), time);
        Case file = Cases.from(CLIENT);
        Stage.AtMail mail = Cases.atMail(CLIENT, "sender@example.net");
        Stage.Connection connection = file.connection();
        List<Stage> session = List.of(
                new Stage.AtConnect(connection),
                new Stage.AtHelo(connection, mail.introduction()),
                new Stage.AtMail(connection, mail.introduction(), mail.sender()),
                new Stage.AtRcpt(connection, mail.introduction(), mail.sender(), TO),
                new Stage.AtData(connection, mail.introduction(), mail.sender(), List.of(TO)));
        for (Stage stage : session) {
            policy.explain(stage, file)
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static Placement<?, ?> placement(RuleType<?, ?> type) {
        return type.name().equals(Recipients.TYPE.name())
                ? Placement.of(Recipients.TYPE, Mode.ENFORCE)
                        .with(Changed.in(RecipientSettings.DEFAULTS, "unremembered", Unremembered.ASK))
                : Placement.of(type, Mode.ENFORCE);
    }

    private RecipientVerifier verifier() {
        return (sender, recipient) -> {
            changes.add("asked the mail server");
            return CompletableFuture.completedStage(Reply.of(250, "2.1.5", "Ok"));
        };
    }

    /** Tells what is read and what is written. */
    private final class Store extends StoreInFront {
        Store(StateStore store) {
            super(store);
        }

        @Override
        public CompletionStage<Answers> run(Batch batch, Duration limit) {
            for (Batch.Step<?> step : batch.steps()) {
                (step instanceof Batch.Update<?> ? changes : reads)
                        .add(step.table().name());
            }
            return super.run(batch, limit);
        }
    }

    /** Full ones, which tell what is looked at and what is taken. */
    private final class Buckets implements TokenBuckets {
        @Override
        public CompletionStage<List<Taken>> take(List<Taking> takings, Duration limit) {
            changes.add("take");
            return full(takings);
        }

        @Override
        public CompletionStage<List<Taken>> look(List<Taking> takings, Duration limit) {
            reads.add("look");
            return full(takings);
        }

        private static CompletionStage<List<Taken>> full(List<Taking> takings) {
            return CompletableFuture.completedStage(takings.stream()
                    .map(taking -> new Taken(true, taking.allowance().burst(), Duration.ZERO))
                    .toList());
        }

        @Override
        public void charge(List<Taking> takings) {
            changes.add("charge");
        }

        @Override
        public void giveBack(List<Taking> takings) {
            changes.add("give back");
        }

        @Override
        public long count() {
            return 0;
        }
    }
}
