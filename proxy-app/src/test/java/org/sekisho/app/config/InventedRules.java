package org.sekisho.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sekisho.policy.Check;
import org.sekisho.policy.Finding;
import org.sekisho.policy.Stage;
import org.sekisho.rules.Defence;
import org.sekisho.rules.Dependence;
import org.sekisho.rules.Profile;
import org.sekisho.rules.RuleType;

/** Three rules that exist in tests only: {@code door} at any point, {@code name} from HELO on, {@code mailbox} at RCPT. */
final class InventedRules {
    record DoorSettings(int most, List<String> names) {
        static final DoorSettings DEFAULTS = new DoorSettings(5, List.of());

        DoorSettings {
            if (most < 1) {
                throw new IllegalArgumentException("most must be at least 1, is " + most);
            }
        }
    }

    record NameSettings(Strength strength, Map<String, Integer> weights, Optional<String> file, Inner inner) {
        static final NameSettings DEFAULTS =
                new NameSettings(Strength.VERY_WEAK, Map.of(), Optional.empty(), new Inner(24));
    }

    enum Strength {
        VERY_WEAK,
        STRONG
    }

    record Inner(int ipv4Prefix) {
        Inner {
            if (ipv4Prefix > 32) {
                throw new IllegalArgumentException("inner.ipv4Prefix must be at most 32, is " + ipv4Prefix);
            }
        }
    }

    record MailboxSettings(Duration delay) {
        static final MailboxSettings DEFAULTS = new MailboxSettings(Duration.ofMinutes(3));
    }

    static final RuleType<Stage, DoorSettings> DOOR = RuleType.of(
            "door",
            "Is the door open?",
            Stage.class,
            DoorSettings.DEFAULTS,
            Dependence.NOTHING,
            (settings, tools) -> Defence.of(Stage.class, passing()));
    static final RuleType<Stage.Introduced, NameSettings> NAME = RuleType.of(
            "name",
            "Is it a name?",
            Stage.Introduced.class,
            NameSettings.DEFAULTS,
            Dependence.DNS,
            (settings, tools) -> Defence.of(Stage.Introduced.class, passing()));
    static final RuleType<Stage.AtRcpt, MailboxSettings> MAILBOX = RuleType.of(
            "mail-box",
            "Is it a mailbox?",
            Stage.AtRcpt.class,
            MailboxSettings.DEFAULTS,
            Dependence.STORE,
            (settings, tools) -> Defence.of(Stage.AtRcpt.class, passing()));

    /** Both profiles that are not empty have all rules; in standard the door acts. */
    static final RuleBook BOOK = new RuleBook(List.of(DOOR, NAME, MAILBOX), InventedRules::page);

    private InventedRules() {}

    private static String page(Profile profile) {
        return switch (profile) {
            case NONE -> "";
            case OBSERVE -> """
                    connect:
                      - door
                    helo:
                      - name: {mode: observe}
                    recipient:
                      - door
                      - mail-box: {mode: observe, delay: 5m}
                    """;
            case STANDARD, STRICT -> """
                    connect:
                      - door: {mode: enforce, most: 3}
                    recipient:
                      - name: {mode: off}
                      - mail-box
                    """;
        };
    }

    private static <K extends Stage> Check<K> passing() {
        return (known, inquiry) -> CompletableFuture.completedStage(Finding.pass("invented"));
    }
}
