package org.sekisho.rules.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * What all accounts did in one month.
 *
 * @param messages accounts by how many messages they sent
 * @param logins accounts by how often they logged in
 * @param countries messages by the country they were sent from; {@value #UNKNOWN} where it is not known
 */
public record MonthStatistics(Distribution messages, Distribution logins, Map<String, Long> countries) {
    static final String UNKNOWN = "??";
    static final MonthStatistics NONE = new MonthStatistics(Distribution.NONE, Distribution.NONE, Map.of());
    static final Codec<MonthStatistics> CODEC = new MonthCodec();

    /** All codes there are, and numbers of ten octets. */
    static final int MOST_OCTETS = 16_384;

    private static final int MOST_COUNTRIES = 700;

    public MonthStatistics {
        countries = Map.copyOf(countries);
    }

    /** A country and how many messages came from there. */
    public record Ranked(String country, long messages) {}

    /** The countries that most was sent from first. */
    public List<Ranked> ranking() {
        return countries.entrySet().stream()
                .map(each -> new Ranked(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingLong(Ranked::messages).reversed().thenComparing(Ranked::country))
                .toList();
    }

    MonthStatistics plus(long[] sent, long[] loggedIn, Map<String, Long> from) {
        Map<String, Long> all = new HashMap<>(countries);
        from.forEach((country, count) -> {
            if (all.containsKey(country) || all.size() < MOST_COUNTRIES) {
                all.merge(country, count, Long::sum);
            }
        });
        return new MonthStatistics(messages.plus(sent), logins.plus(loggedIn), all);
    }

    private static final class MonthCodec implements Codec<MonthStatistics> {
        @Override
        public byte[] encode(MonthStatistics month) {
            RecordWriter out = new RecordWriter(1);
            month.messages.accounts().forEach(out::number);
            month.logins.accounts().forEach(out::number);
            out.number(month.countries.size());
            month.countries.forEach((country, count) -> out.text(country).number(count));
            return out.octets();
        }

        @Override
        public MonthStatistics decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            Distribution messages = distribution(in);
            Distribution logins = distribution(in);
            Map<String, Long> countries = new HashMap<>();
            for (long left = in.number(); left > 0; left--) {
                countries.put(in.text(), in.number());
            }
            in.end();
            return new MonthStatistics(messages, logins, countries);
        }

        private static Distribution distribution(RecordReader in) {
            List<Long> accounts = new ArrayList<>();
            for (int i = 0; i < Distribution.BANDS; i++) {
                accounts.add(in.number());
            }
            return new Distribution(accounts);
        }
    }
}
