package org.sekisho.rules.dnslists;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.client.HostName;

/**
 * The settings of the rule {@code dns-lists}. The weights of all lists that have the client are added up.
 *
 * @param lists none by default: whom to ask, and on what terms, is the operator's choice
 * @param refuseAt the sum from which on a client is refused
 * @param exemptAt the sum, zero or less, down to which a client must be trusted to be spared the rules that follow; zero
 *     spares nobody
 */
public record DnsListsSettings(List<ListedZone> lists, int refuseAt, int exemptAt) {
    public static final DnsListsSettings DEFAULTS = new DnsListsSettings(List.of(), 1, 0);

    public DnsListsSettings {
        lists = List.copyOf(lists);
        if (refuseAt < 1) {
            throw new IllegalArgumentException("refuseAt must be at least 1, is " + refuseAt);
        }
        if (exemptAt > 0) {
            throw new IllegalArgumentException(
                    "exemptAt must be negative, as the weights of allow lists are, or 0 for never; is " + exemptAt);
        }
    }

    /**
     * One list.
     *
     * @param zone where it is asked; may hold a secret key
     * @param answers which answers count, such as {@code 127.0.0.[2..11]}; empty for all in 127.0.0.0/8. A zone may stand
     *     several times, with other answers and weights
     * @param weight more than zero for block lists, less than zero for allow lists
     * @param shownAs what clients and operators see in place of the zone
     */
    public record ListedZone(String zone, List<String> answers, int weight, Optional<String> shownAs) {
        public ListedZone {
            answers = List.copyOf(answers);
            if (!HostName.valid(zone)) {
                throw new IllegalArgumentException("zone: '" + zone + "' is not a zone, such as bl.example.org");
            }
            if (weight == 0) {
                throw new IllegalArgumentException("weight must not be 0");
            }
            answers.forEach(AnswerPattern::parse);
        }

        /** A block list of weight 1, all answers counting. */
        public static ListedZone of(String zone) {
            return new ListedZone(zone, List.of(), 1, Optional.empty());
        }

        /** The name for everybody's eyes. */
        public String shown() {
            return shownAs.orElse(zone);
        }
    }
}
