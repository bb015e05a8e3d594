package org.sekisho.rules.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sekisho.state.Codec;
import org.sekisho.state.Held;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;
import org.sekisho.state.StateStore;
import org.sekisho.state.Table;

/**
 * Counts the accounts that log in from one address at which they are new: one thief with many passwords. Where as many are
 * at home, it is an office, or a provider's gateway.
 */
final class SharedOrigins {
    static final String NAME = "sharedOrigin";

    /** Under a hash of the address. */
    static final Table<Crowd> TABLE = Table.learned("shared-origins", new CrowdCodec(), 200_000, 0, 1_200);

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final StateStore store;

    /**
     * At one address.
     *
     * @param account a keyed hash of it
     * @param regular whether it is known there
     */
    record Guest(int account, boolean regular, Instant last) {}

    /** All of one address, the latest one last. */
    record Crowd(List<Guest> guests) {
        static final int MOST = 100;

        Crowd {
            guests = List.copyOf(guests);
        }

        Crowd and(Guest guest, Duration within) {
            List<Guest> all = new ArrayList<>(guests);
            Instant from = guest.last.minus(within);
            all.removeIf(each -> each.account == guest.account || !each.last.isAfter(from));
            all.add(guest);
            return new Crowd(all.subList(Math.max(0, all.size() - MOST), all.size()));
        }

        long strangers() {
            return guests.size() - regulars();
        }

        long regulars() {
            return guests.stream().filter(Guest::regular).count();
        }
    }

    SharedOrigins(StateStore store) {
        this.store = store;
    }

    /** The address of a single user, who knows it, needs no record; an account that is still learnt says nothing. */
    CompletionStage<Optional<Hit>> arrived(
            Login login, int account, Familiarity familiarity, AccountSettings.Count settings) {
        boolean stranger = familiarity == Familiarity.NEW;
        if (familiarity == Familiarity.LEARNING) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Guest guest = new Guest(account, !stranger, login.time());
        Instant expires = login.time().plus(settings.within());
        return store.update(
                        TABLE,
                        Integer.toHexString(login.address()),
                        "",
                        held -> held.isEmpty() && !stranger
                                ? Optional.empty()
                                : Optional.of(new Held<>(
                                        held.map(Held::value)
                                                .orElse(new Crowd(List.of()))
                                                .and(guest, settings.within()),
                                        expires)),
                        LIMIT)
                .thenApply(held -> held.filter(crowd -> stranger).flatMap(crowd -> look(crowd.value(), settings)));
    }

    private static Optional<Hit> look(Crowd crowd, AccountSettings.Count settings) {
        if (crowd.strangers() < settings.max() || crowd.regulars() >= crowd.strangers()) {
            return Optional.empty();
        }
        String because = crowd.strangers() + " accounts that are new at this address within "
                + Words.span(settings.within()) + " (threshold " + settings.max() + "), and " + crowd.regulars()
                + " that are not";
        return Optional.of(new Hit(NAME, Hit.ACT, because, List.of()));
    }

    private static final class CrowdCodec implements Codec<Crowd> {
        @Override
        public byte[] encode(Crowd crowd) {
            RecordWriter out = new RecordWriter(1).number(crowd.guests.size());
            long base = 0;
            for (Guest guest : crowd.guests) {
                long time = guest.last.getEpochSecond();
                out.number(guest.account).flag(guest.regular).number(time - base);
                base = time;
            }
            return out.octets();
        }

        @Override
        public Crowd decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            List<Guest> guests = new ArrayList<>();
            long base = 0;
            for (long left = in.number(); left > 0; left--) {
                int account = (int) in.number();
                boolean regular = in.flag();
                base += in.number();
                guests.add(new Guest(account, regular, Instant.ofEpochSecond(base)));
            }
            in.end();
            return new Crowd(guests);
        }
    }
}
