package org.sekisho.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.app.audit.AuditLog;
import org.sekisho.app.decision.DecisionBook;
import org.sekisho.app.decision.Explanation;
import org.sekisho.app.feed.Feed;
import org.sekisho.app.origin.OriginFile;
import org.sekisho.app.pseudonym.Names;
import org.sekisho.net.io.Addresses;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Mode;
import org.sekisho.policy.Point;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.References;
import org.sekisho.policy.Rule;
import org.sekisho.policy.Stage;
import org.sekisho.policy.Trail;
import org.sekisho.policy.TrailSink;
import org.sekisho.policy.Wishes;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.recipients.RecipientSettings;
import org.sekisho.settings.Endpoint;
import org.sekisho.smtp.Mailbox;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.ReversePath;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

/** The endpoint over HTTP, with a policy of one rule: nobody may write to trap@example.org. */
final class AdminServerTest {
    @TempDir
    private Path state;

    private final MemoryStore store = new MemoryStore(InstantSource.system());
    private final DecisionBook book =
            DecisionBook.inMemory(Duration.ofDays(1), InstantSource.system(), Names.AS_THEY_ARE);
    private final Policy policy = policy();
    private final ManualTime time = new ManualTime();
    private final Feed feed = new Feed(InstantSource.system());
    private AuditLog audit;
    private AdminServer server;
    private AdminClient client;

    private static final Instant BUILT = Instant.parse("2027-01-01T00:00:00Z");
    private static final OriginFile COUNTRIES = new OriginFile("Countries", Path.of("/srv/c.mmdb"), BUILT, 3);

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = InstantSource.system();
        audit = new AuditLog(state, clock, () -> "c0ffee", () -> 7, Names.AS_THEY_ARE);
        Reload reload = (by, jail) -> CompletableFuture.completedStage(
                new Reloaded("c0ffee", List.of("rules"), List.of(), List.of(by), List.of()));
        Desk desk = new Desk(
                new FixedRules(policy, new RecipientMemory(RecipientSettings.DEFAULTS, store, clock)),
                new AllowList(store, clock),
                Map.of("mx", false),
                audit,
                reload,
                clock);
        server = AdminServer.start(
                new Endpoint("127.0.0.1", 0),
                new Doorkeeper(AdminToken.readOrMake(state, new SecureRandom()), audit, time),
                new Desks(
                        desk,
                        JailDesks.on(store, audit, clock),
                        QuietDesks.incidents(store, audit, clock),
                        () -> OriginLine.of(List.of(COUNTRIES), BUILT.plus(Duration.ofDays(91))),
                        feed,
                        QuietDesks.alone(book, reload, clock),
                        new StateDesk(store, List::of, List.of(), audit, clock),
                        Optional.empty()));
        client = AdminClient.of(new Endpoint("127.0.0.1", server.port()), state, "ben");
        QuietDesks.loggedIn(store, clock, "taro@example.jp");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        audit.close();
    }

    private static Policy policy() {
        Check<Stage.AtRcpt> trap = (known, inquiry) -> CompletableFuture.completedStage(
                known.recipient().localPart().equals("trap")
                        ? Finding.refuse(Reply.of(550, "5.7.1", "Not here"), "the trap")
                                .unless("it were not the trap")
                        : Finding.pass("not the trap"));
        Rule<Stage.AtRcpt> rule = new Rule<>(
                "trap",
                Stage.AtRcpt.class,
                trap,
                Mode.ENFORCE,
                Duration.ofSeconds(1),
                Finding.pass("failed"),
                Rule.Scope.STRANGERS,
                false);
        return new Policy(
                Map.of(Point.RECIPIENT, List.of(rule)),
                List.of(),
                Wishes.NONE,
                Policy.Terms.DEFAULTS,
                new References(new SecureRandom()),
                InstantSource.system());
    }

    @Test
    void tellsHowOldTheFilesAboutAddressesAre() throws IOException {
        assertThat(client.origins()).containsExactly(new OriginLine("Countries", "/srv/c.mmdb", BUILT, 3, 91, true));
    }

    private Question question(String recipient) {
        return new Question(
                "192.0.2.7",
                Optional.empty(),
                Optional.of("c.example"),
                Optional.of(""),
                List.of(recipient),
                Optional.empty());
    }

    @Test
    void explainsADecisionByTheReferenceInItsReply() throws IOException {
        Stage stage = new Stage.AtConnect(new Stage.Connection("s", "mx", false, Addresses.LOOPBACK4, 1));
        book.accept(new Trail(
                "ABCDEFGH",
                InstantSource.system().instant(),
                stage,
                List.of(),
                Trail.Outcome.PASSED,
                Duration.ZERO,
                Optional.empty()));

        assertThat(client.why("abcd-efgh").client()).isEqualTo("127.0.0.1");
    }

    @Test
    void rehearsesASessionStageByStage() throws IOException {
        List<Explanation> told = client.explain(question("trap@example.org"));

        assertThat(told).extracting(Explanation::point).containsExactly("connect", "helo", "sender", "recipient");
        assertThat(told.get(3).outcome()).isEqualTo("refused");
        assertThat(told.get(3).steps().get(0).unless()).contains("it were not the trap");
    }

    @Test
    void explainsForAnAccountAsItIsKnownHoweverItIsSpelled() throws IOException {
        Question question = new Question(
                "192.0.2.7",
                Optional.empty(),
                Optional.of("c.example"),
                Optional.empty(),
                List.of(),
                Optional.of("Taro@Example.JP"));

        assertThat(client.explain(question).get(1).account()).contains("taro@example.jp");
    }

    @Test
    void countsWhatTheRulesDidToSessionsAndNotWhatWasOnlyExplained() throws IOException {
        Stage.Connection connection = new Stage.Connection("s", "mx", false, Addresses.LOOPBACK4, 1);
        new PolicyJudge(policy, TrailSink.NONE)
                .open(connection)
                .judge(new Stage.AtRcpt(
                        connection,
                        new Stage.Introduction("c.example", true, false, false, Optional.empty()),
                        ReversePath.NULL,
                        new Mailbox("ben@example.org", "ben", "example.org")));
        client.explain(question("ben@example.org"));

        RuleLine rule = client.rules().get(0);
        assertThat(rule.rule()).isEqualTo("trap");
        assertThat(rule.passed()).isEqualTo(1);
    }

    @Test
    void saysThatAReferenceIsUnknown() {
        assertThatThrownBy(() -> client.why("ZZZZZZZZ"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no decision has the reference 'ZZZZZZZZ'");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        Question wrong = new Question(
                "mail.example.org", Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        assertThatThrownBy(() -> client.explain(wrong))
                .hasMessage("'mail.example.org' is not an IP address, such as 192.0.2.7");
    }

    @Test
    void judgesNoRecipientWithoutASender() {
        Question senderless = new Question(
                "192.0.2.7",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("ben@example.org"),
                Optional.empty());

        assertThatThrownBy(() -> client.explain(senderless))
                .hasMessage("recipients need a sender; say 'from', empty for the null sender");
    }

    @Test
    void saysWhichListenersThereAre() {
        Question wrong = new Question(
                "192.0.2.7", Optional.of("mux"), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        assertThatThrownBy(() -> client.explain(wrong)).hasMessage("there is no listener 'mux'; there are mx");
    }

    @Test
    void answersNobodyWithoutTheToken(@TempDir Path elsewhere) throws IOException {
        AdminToken.readOrMake(elsewhere, new SecureRandom());
        AdminClient stranger = AdminClient.of(new Endpoint("127.0.0.1", server.port()), elsewhere, "ben");

        assertThatThrownBy(stranger::rules).hasMessageContaining("does not take this token");
    }

    @Test
    void theTokenCanBeReadByItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(AdminToken.file(state))))
                .isEqualTo("rw-------");
    }

    @Test
    void theTokenStaysTheSameFromStartToStart() throws IOException {
        String before = Files.readString(AdminToken.file(state));
        AdminToken.readOrMake(state, new SecureRandom());

        assertThat(Files.readString(AdminToken.file(state))).isEqualTo(before);
    }

    @Test
    void saysThatNoProxyAnswers() throws IOException {
        server.close();

        assertThatThrownBy(client::rules).hasMessageContaining("no proxy answers on 127.0.0.1:");
    }

    @Test
    void addsListsAndRemovesEntriesOfTheAllowList() throws IOException {
        client.allow(new Allowed.Wish("192.0.2.0/24", "the branch office", "anna", Optional.of(3_600L)));

        assertThat(client.allowed()).extracting(Allowed::subject).containsExactly("192.0.2.0/24");
        assertThat(client.forgetAllowed("192.0.2.0/24").by()).contains("anna");
        assertThat(client.allowed()).isEmpty();
    }

    @Test
    void refusesAnEntryThatIsToLastLongerThanTheCalendar() {
        assertThatThrownBy(() -> client.allow(new Allowed.Wish("192.0.2.7", "", "anna", Optional.of(Long.MAX_VALUE))))
                .hasMessage("seconds must be between 1 and 3153600000 (36500 days); is 9223372036854775807");
    }

    @Test
    void writesDownWhatOperatorsDoBeforeItSaysSo() throws IOException {
        client.allow(new Allowed.Wish("192.0.2.0/24", "the branch office", "anna", Optional.empty()));
        client.forgetAllowed("192.0.2.0/24");
        client.forgetRecipients("all");

        assertThat(Files.readAllLines(state.resolve("audit.log")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"by\":\"anna\",\"what\":\"allow add\",\"subject\":\"192.0.2.0/24\"")
                                .contains("\"why\":\"the branch office\"", "\"rules\":\"c0ffee\",\"load\":7"),
                        line -> assertThat(line).contains("\"by\":\"ben\",\"what\":\"allow remove\""),
                        line -> assertThat(line).contains("\"what\":\"recipients purge\",\"subject\":\"all\""));
    }

    @Test
    @DisplayName("capability 3.4, 3.10: an operator decides about an incident; the audit tells so, and not whose it is")
    void decidesAboutAnIncident() throws IOException {
        String id = client.complain(new IncidentLine.Complaint("Taro@example.jp", "spam"))
                .orElseThrow()
                .id();
        assertThat(client.incidents(false)).extracting(IncidentLine::account).containsExactly("taro@example.jp");

        IncidentLine.Wish defend =
                new IncidentLine.Wish("defend", "looks real", Optional.of(3_600L), Optional.of("all"));
        assertThat(client.act(id, defend).scope()).isEqualTo("all");
        client.act(id, new IncidentLine.Wish("dismiss", "", Optional.empty(), Optional.empty()));

        assertThat(client.incidents(false)).isEmpty();
        assertThat(client.incidents(true)).extracting(IncidentLine::state).containsExactly("dismissed");
        assertThat(Files.readString(state.resolve("audit.log")))
                .contains(
                        "\"by\":\"ben\",\"what\":\"incident defend\",\"subject\":\"" + id + "\",\"why\":\"looks real\"")
                .contains("\"what\":\"incident dismiss\"")
                .doesNotContainIgnoringCase("taro");
    }

    @Test
    void saysWhatCanBeDoneAboutAnIncident() throws IOException {
        String id = client.complain(new IncidentLine.Complaint("taro@example.jp", ""))
                .orElseThrow()
                .id();
        IncidentLine.Wish wish = new IncidentLine.Wish("explode", "", Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> client.act(id, wish)).hasMessageContaining("not 'explode'");
        assertThatThrownBy(() -> client.incident("nobody")).hasMessageContaining("there is no incident 'nobody'");
    }

    @Test
    void tellsOfAllAccountsInFigures() throws IOException {
        client.complain(new IncidentLine.Complaint("taro@example.jp", ""));

        AccountsReport report = client.accounts();

        assertThat(report.alarmed()).extracting(AccountsReport.Alarmed::account).containsExactly("taro@example.jp");
        assertThat(report.months().get(report.months().size() - 1).cases()).contains(1);
        assertThatThrownBy(() -> client.account("hanako")).hasMessageContaining("has not logged in");
    }

    @Test
    void reloadsInTheNameOfWhoeverAsked() throws IOException {
        assertThat(client.reload("").lines())
                .containsExactly("reloaded: rules", "ben is ignored for now: it needs a restart");
    }

    @Test
    void refusesAnEntryThatAnybodyCouldClaim() {
        assertThatThrownBy(() -> client.allow(new Allowed.Wish("boss@example.com", "", "anna", Optional.empty())))
                .hasMessageContaining("may be claimed by anybody");
    }

    @Test
    void saysThatNobodyOfANetworkHasGuessed() {
        assertThatThrownBy(() -> client.guesses("2001:db8::7"))
                .hasMessage("no client in the network of '2001:db8::7' has tried unknown recipients within a day");
    }

    @Test
    void saysThatOnlyAnAddressHasGuesses() {
        assertThatThrownBy(() -> client.guesses("example.jp"))
                .hasMessage("'example.jp' is not an IP address, such as 192.0.2.7");
    }

    @Test
    void forgetsRecipients() throws IOException {
        assertThat(client.forgetRecipients("all")).hasValue(0);
        assertThatThrownBy(() -> client.recipient("ben@example.jp"))
                .hasMessage("nothing is remembered of 'ben@example.jp'");
    }
}
