package org.sekisho.rules.recipients;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of the rule {@code recipients}.
 *
 * @param unknown the replies of the mail server that mean "no such user", each with both codes (R1, R3)
 * @param unknownFor how long such a reply is believed; short, as a new mailbox must soon work (R5)
 * @param alsoUnknown further replies that are remembered, such as 550 5.2.1 for a disabled mailbox
 * @param alsoUnknownFor how long those are believed
 * @param knownFor how long a recipient that the mail server took counts as known
 * @param refresh one in so many recipients remembered as unknown is taken to the mail server again; 0 for none
 * @param catchAll a domain of which so many recipients were taken and none refused is remembered as a whole (R8); 0 for never
 * @param foldCase whether local parts that differ in letter case only are the same recipient (R7)
 * @param valid a file with the recipients that there are; see {@link ValidRecipients}
 * @param delimiter what separates a mailbox from its sub-address, for that file only; empty for nothing
 * @param unremembered what is done about a recipient that is not remembered, for a suspect client
 * @param ask bounds on what the mail server is asked
 * @param records most recipients remembered
 * @param recordsPerNetwork most recipients that clients of one network can have remembered (R8)
 */
public record RecipientSettings(
        List<String> unknown,
        Duration unknownFor,
        List<String> alsoUnknown,
        Duration alsoUnknownFor,
        Duration knownFor,
        int refresh,
        int catchAll,
        boolean foldCase,
        Optional<String> valid,
        String delimiter,
        Unremembered unremembered,
        Asking ask,
        int records,
        int recordsPerNetwork) {

    public static final RecipientSettings DEFAULTS = new RecipientSettings(
            List.of("550 5.1.1"),
            Duration.ofHours(1),
            List.of(),
            Duration.ofMinutes(10),
            Duration.ofDays(7),
            50,
            200,
            false,
            Optional.empty(),
            "",
            Unremembered.LEARN,
            new Asking(2, 50, 4),
            200_000,
            2_000);

    /** What is done about a recipient that is not remembered, when the client is a suspect. */
    public enum Unremembered {
        /** Nothing: the rules behind decide, and the mail server's answer, once it gives one, is learnt. */
        LEARN,
        /** The mail server is asked, over the verifier's own connections (R11). */
        ASK
    }

    /**
     * Bounds on what the mail server is asked; beyond them a recipient goes on as if nobody wanted to ask.
     *
     * @param connections the verifier's connections to the mail server at once
     * @param waiting questions that have no answer yet, of all clients together
     * @param waitingPerNetwork questions that have no answer yet, of clients of one network
     */
    public record Asking(int connections, int waiting, int waitingPerNetwork) {
        public Asking {
            atLeast("ask.connections", 1, connections);
            atLeast("ask.waiting", 1, waiting);
            atLeast("ask.waitingPerNetwork", 1, waitingPerNetwork);
        }
    }

    public RecipientSettings {
        unknown = List.copyOf(unknown);
        alsoUnknown = List.copyOf(alsoUnknown);
        // Read here so that a mistake is told with the configuration.
        List<ReplyClass> unused = ReplyClass.parse("unknown", unknown);
        unused = ReplyClass.parse("alsoUnknown", alsoUnknown);
        positive("unknownFor", unknownFor);
        positive("alsoUnknownFor", alsoUnknownFor);
        positive("knownFor", knownFor);
        atLeast("refresh", 0, refresh);
        atLeast("catchAll", 0, catchAll);
        if (delimiter.length() > 1) {
            throw new IllegalArgumentException("delimiter must be one character or empty, not '" + delimiter + "'");
        }
        atLeast("records", 1, records);
        atLeast("recordsPerNetwork", 1, recordsPerNetwork);
    }

    /** How long a record may live. */
    Duration longest() {
        return Stream.of(unknownFor, alsoUnknownFor, knownFor)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " must be longer than 0s");
        }
    }

    private static void atLeast(String key, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", is " + value);
        }
    }
}
