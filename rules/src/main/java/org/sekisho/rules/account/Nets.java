package org.sekisho.rules.account;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.policy.Mode;
import org.sekisho.rules.account.AccountRecord.Leap;
import org.sekisho.rules.account.AccountRecord.Stay;
import org.sekisho.rules.origin.Origin;
import org.sekisho.settings.Network;

/** The nets of one configuration, and what all of them take for granted. */
final class Nets {
    final AccountSettings settings;
    private final Atlas atlas;
    private final Clientele clientele;
    private final PlacelessSystems placeless;
    private final List<LoginNet> loginNets = new ArrayList<>();
    private final List<QuotaNet> quotas = new ArrayList<>();

    Nets(AccountSettings settings, Atlas atlas, Clientele clientele) {
        this.settings = settings;
        this.atlas = atlas;
        this.clientele = clientele;
        placeless = new PlacelessSystems(settings.placeless());
        Learning learning = settings.learning();
        add(VarietyNet.countries(settings.countries()), settings.countries().mode());
        add(VarietyNet.systems(settings.systems(), learning), settings.systems().mode());
        add(
                VarietyNet.networks(settings.networks(), learning),
                settings.networks().mode());
        add(
                VarietyNet.addresses(settings.addresses(), learning),
                settings.addresses().mode());
        add(new TravelNet(settings.travel()), settings.travel().mode());
        add(
                new PingPongNet(settings.pingPong(), learning, atlas),
                settings.pingPong().mode());
        add(new TeleporterNet(settings.teleporter()), settings.teleporter().mode());
        add(
                WeeklyNet.countries(settings.weeklyCountry(), atlas),
                settings.weeklyCountry().mode());
        add(WeeklyNet.systems(settings.weeklySystem()), settings.weeklySystem().mode());
        add(new ConcurrencyNet(settings.concurrency()), settings.concurrency().mode());
        add(QuotaNet.messages(settings.messages()), settings.messages().mode());
        add(QuotaNet.recipients(settings.recipients()), settings.recipients().mode());
        add(QuotaNet.octets(settings.octets()), settings.octets().mode());
    }

    private void add(LoginNet net, Mode mode) {
        if (mode != Mode.OFF) {
            loginNets.add(net);
        }
    }

    private void add(QuotaNet quota, Mode mode) {
        if (mode != Mode.OFF) {
            quotas.add(quota);
        }
    }

    Login.Tells tells(InetAddress client, Origin origin) {
        if (settings.homes().stream().anyMatch(home -> home.contains(client))) {
            return Login.Tells.OURS;
        }
        boolean anywhere = origin.system()
                .filter(system -> placeless.include(system.number()))
                .isPresent();
        return anywhere ? Login.Tells.NOTHING : Login.Tells.PLACE;
    }

    Familiarity familiarity(AccountRecord account, Login login) {
        return login.tells() == Login.Tells.OURS
                ? Familiarity.HOME
                : account.familiarity(login.place(), settings.learning(), login.time());
    }

    boolean knowsCountry(AccountRecord account, Login login) {
        return account.homes().stream()
                .filter(home -> home.familiarity(settings.learning(), login.time()) != Familiarity.NEW)
                .anyMatch(home -> home.place().country().equals(login.place().country()));
    }

    /**
     * How a message from there counts: as one from a new place also while the account is learnt, if others are not at
     * home in that part of the world.
     */
    Standing standing(AccountRecord account, Familiarity familiarity, Login login) {
        if (familiarity == Familiarity.NEW) {
            int patience = account.home(login.place())
                    .map(home -> home.repute().patienceAt(login.time()))
                    .orElse(1);
            return new Standing(true, patience);
        }
        boolean foreign = familiarity == Familiarity.LEARNING && clientele.isForeign(login.area(), login.time());
        return foreign ? Standing.NEW : Standing.KNOWN;
    }

    /** What it looks like when an account that is known so far logs in. */
    Arrival arrival(AccountRecord before, Login login, int sessions) {
        Familiarity familiarity = familiarity(before, login);
        Optional<Movement> leap = leap(before, login, familiarity);
        Optional<Leap> noted = leap.map(
                movement -> new Leap(Calendar.day(login.time()), familiarity == Familiarity.NEW, login.place()));
        boolean learnt = familiarity == Familiarity.LEARNING && !clientele.isForeign(login.area(), login.time());
        return new Arrival(before.and(login, learnt, noted), login, familiarity, leap, sessions);
    }

    /**
     * Measured from the last place that tells where its user was, if the account knows one of the two: between two that are
     * new a traveller moves, whose phone comes out in another country than the hotel.
     */
    private Optional<Movement> leap(AccountRecord before, Login login, Familiarity familiarity) {
        if (login.tells() != Login.Tells.PLACE || misleads(before, login.place(), login.time())) {
            return Optional.empty();
        }
        for (int i = before.stays().size() - 1; i >= 0; i--) {
            Stay stay = before.stays().get(i);
            if (!misleads(before, stay.place(), login.time())) {
                boolean likewise = (familiarity == Familiarity.NEW) == isNew(before, stay.place(), login.time());
                return likewise && familiarity != Familiarity.LEARNING
                        ? Optional.empty()
                        : movement(stay, login).filter(this::impossible);
            }
        }
        return Optional.empty();
    }

    private boolean isNew(AccountRecord account, Place place, Instant now) {
        return account.familiarity(place, settings.learning(), now) == Familiarity.NEW;
    }

    /**
     * Whether where an address seems to be is not where its user is: a phone's may be anywhere, and a provider that the
     * account knows in another country has a network that the data file has wrong.
     */
    private boolean misleads(AccountRecord account, Place place, Instant now) {
        return account.homes().stream()
                .anyMatch(home -> home.place().equals(place)
                        ? home.wandering()
                        : place.system() != 0
                                && home.place().system() == place.system()
                                && home.familiarity(settings.learning(), now) != Familiarity.NEW);
    }

    /** Empty between countries that have a border with each other: data about borders are never that good. */
    private Optional<Movement> movement(Stay stay, Login login) {
        Place from = stay.place();
        Place to = login.place();
        if (stay.includes(login) || atlas.adjoin(from.country(), to.country())) {
            return Optional.empty();
        }
        double kilometres = atlas.kilometres(from.country(), stay.at(), to.country(), login.at());
        return Optional.of(new Movement(from, to, kilometres, Duration.between(stay.to(), login.time())));
    }

    private boolean impossible(Movement movement) {
        return movement.kilometres() > 0
                && movement.kilometres() >= settings.travel().minDistance()
                && movement.speed() > settings.travel().speed();
    }

    /** What the nets make of a login, those left out that have told of this account lately. */
    List<Hit> look(Arrival arrival) {
        Instant now = arrival.login().time();
        return loginNets.stream()
                .flatMap(net -> net.look(arrival).stream())
                .filter(hit -> isDue(arrival.account(), hit, now))
                .collect(Collectors.toList());
    }

    /** What they make of an account that has just sent a message from a place of that standing. */
    List<Hit> look(AccountRecord account, Standing standing, Instant now) {
        Amount inWeek = account.usualWeek(now);
        return quotas.stream()
                .flatMap(quota -> quota.look(account, standing, inWeek).stream())
                .filter(hit -> isDue(account, hit, now))
                .collect(Collectors.toList());
    }

    /** Whether this net has not told of that account lately. */
    boolean isDue(AccountRecord account, Hit hit, Instant now) {
        Instant last = account.told().get(hit.key());
        return last == null || !now.isBefore(last.plus(settings.repeat()));
    }

    /** Bits of a network that counts as one: /24, or /48. */
    static Network network(InetAddress client) {
        return Network.around(client, client instanceof Inet4Address ? 24 : 48);
    }

    /** What counts as one address: a client of IPv6 has a /64 to itself. */
    static Network address(InetAddress client) {
        return Network.around(client, client instanceof Inet4Address ? 32 : 64);
    }
}
