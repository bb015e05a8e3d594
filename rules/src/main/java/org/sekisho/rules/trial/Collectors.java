package org.sekisho.rules.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.rules.hold.Memory;
import org.sekisho.smtp.Mailbox;
import org.sekisho.state.Batch;
import org.sekisho.state.Batch.Ticket;
import org.sekisho.state.Change;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * Remembers for a day to whom suspicious messages went and by which template they were made: an address that several stolen
 * accounts write to is where their thief collects. All it knows are keyed hashes.
 */
final class Collectors {
    private static final Duration REMEMBERED = Duration.ofHours(24);
    /** Who is known to collect from so many accounts need not be counted on. */
    private static final int MOST_ACCOUNTS = 4;
    /** Recipients of one message that count; a trial has one or a few. */
    private static final int MOST_RECIPIENTS = 5;
    /** 100 octets each: 5 MB. */
    private static final int MOST_RECORDS = 50_000;

    private static final int MOST_OF_ONE_ACCOUNT = 500;
    /** Version, a count, and for each account a hash and milliseconds. */
    private static final int MOST_OCTETS = 2 + MOST_ACCOUNTS * (10 + 10);

    /** One account that has written there, by its hash. */
    record Writer(long account, Instant last) {}

    /** The accounts that have. */
    record Writers(List<Writer> all) {
        Writers {
            all = List.copyOf(all);
        }

        static final Codec<Writers> CODEC = new Codec<>() {
            @Override
            public byte[] encode(Writers writers) {
                RecordWriter out = new RecordWriter(1).number(writers.all.size());
                writers.all.forEach(each -> out.number(each.account).number(each.last.toEpochMilli()));
                return out.octets();
            }

            @Override
            public Writers decode(byte[] octets) {
                RecordReader in = new RecordReader(octets, 1);
                long count = in.number();
                List<Writer> all = new ArrayList<>();
                for (long i = 0; i < count; i++) {
                    all.add(new Writer(in.number(), Instant.ofEpochMilli(in.number())));
                }
                in.end();
                return new Writers(all);
            }
        };
    }

    static final Table<Writers> TABLE =
            Table.learned("trial-collectors", Writers.CODEC, MOST_RECORDS, MOST_OF_ONE_ACCOUNT, MOST_OCTETS);

    private final Memory memory;
    private final Hashes hashes;
    private final InstantSource clock;

    Collectors(StateStore state, Hashes hashes, InstantSource clock) {
        memory = new Memory(state);
        this.hashes = hashes;
        this.clock = clock;
    }

    /** Remembers a message; says whether another account has sent one to the same address, or one of the same template. */
    CompletionStage<Boolean> collected(String account, List<Mailbox> recipients, Optional<byte[]> fingerprint) {
        long writer = hash("account", account.getBytes(UTF_8));
        List<String> keys = new ArrayList<>();
        recipients.stream()
                .limit(MOST_RECIPIENTS)
                .map(to -> to.written().toLowerCase(Locale.ROOT).getBytes(UTF_8))
                .forEach(to -> keys.add("to " + Long.toHexString(hash("recipient", to))));
        fingerprint.ifPresent(print -> keys.add("as " + Long.toHexString(hash("template", print))));
        Batch batch = new Batch();
        Change<Writers> change = written(writer, clock.instant());
        List<Ticket<Writers>> tickets = keys.stream()
                .map(key -> batch.update(TABLE, key, Long.toHexString(writer), change))
                .toList();
        return memory.run(batch)
                .thenApply(answers -> tickets.stream()
                        .anyMatch(ticket -> answers.get(ticket)
                                .map(held -> held.value().all().size() > 1)
                                .orElse(false)));
    }

    private long hash(String kind, byte[] octets) {
        byte[] prefix = (kind + " ").getBytes(UTF_8);
        byte[] all = Arrays.copyOf(prefix, prefix.length + octets.length);
        System.arraycopy(octets, 0, all, prefix.length, octets.length);
        return hashes.of(all);
    }

    private static Change<Writers> written(long account, Instant now) {
        return held -> {
            List<Writer> all = new ArrayList<>();
            all.add(new Writer(account, now));
            held.map(Held::value).map(Writers::all).orElse(List.of()).stream()
                    .filter(each -> each.account != account && each.last.isAfter(now.minus(REMEMBERED)))
                    .limit(MOST_ACCOUNTS - 1)
                    .forEach(all::add);
            return Optional.of(new Held<>(new Writers(all), now.plus(REMEMBERED)));
        };
    }
}
