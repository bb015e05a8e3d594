package org.sekisho.rules.jail;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import org.sekisho.rules.origin.Origin.AutonomousSystem;
import org.sekisho.settings.Network;

/**
 * Whose failures are added up in one record.
 *
 * @param key of the record
 * @param banned who is banned if they are too many
 */
record Accused(Jail.Kind kind, String key, Network banned) {
    /** What the keys of accounts begin with. */
    static final String ACCOUNT = "account ";

    private static final String SYSTEM = "system AS";
    private static final String COUNTRY = "country ";
    /** Longer names of accounts count as the same one. */
    private static final int LONGEST_ACCOUNT = 300;

    private static final int OWNER_4 = 24;
    private static final int OWNER_6 = 48;

    static Accused client(InetAddress client, JailSettings settings) {
        return client(Network.around(client, clientBits(client, settings)));
    }

    /** Bits of an address that are one client. */
    static int clientBits(InetAddress client, JailSettings settings) {
        return bits(client, settings.prefix4(), settings.prefix6());
    }

    static Accused client(Network subject) {
        return new Accused(Jail.Kind.CLIENT, subject.toString(), subject);
    }

    static Accused network(InetAddress client, Aggregates aggregates) {
        Network network = Network.around(client, bits(client, aggregates.prefix4(), aggregates.prefix6()));
        return new Accused(Jail.Kind.NETWORK, network.toString(), network);
    }

    /** Whoever tries the account: the client that did so last is banned. */
    static Accused account(String account, Network client) {
        String name = account.toLowerCase(Locale.ROOT);
        String key = ACCOUNT + (name.length() > LONGEST_ACCOUNT ? name.substring(0, LONGEST_ACCOUNT) : name);
        return new Accused(Jail.Kind.ACCOUNT, key, client);
    }

    /** Whoever of that system fails: the client that did so last is banned. */
    static Accused system(AutonomousSystem system, Network client) {
        return new Accused(Jail.Kind.SYSTEM, SYSTEM + system.number(), client);
    }

    /** Whoever of that country fails: the client that did so last is banned. */
    static Accused country(String country, Network client) {
        return new Accused(Jail.Kind.COUNTRY, COUNTRY + country, client);
    }

    /** Whether a record is about something that is not banned itself. */
    static boolean isNoClient(String key) {
        return key.startsWith(ACCOUNT) || key.startsWith(SYSTEM) || key.startsWith(COUNTRY);
    }

    /** All those of a network together whose clients have so many records that there is no room for another. */
    static Accused neighbours(InetAddress client) {
        Network network = neighbourhood(client);
        return new Accused(Jail.Kind.NEIGHBOURS, network.toString(), network);
    }

    /** Whose quota the record counts against: clients of a /24, or /48 for IPv6, share one; others have none. */
    String owner(InetAddress client) {
        return kind == Jail.Kind.CLIENT ? neighbourhood(client).toString() : "";
    }

    private static Network neighbourhood(InetAddress client) {
        return Network.around(client, bits(client, OWNER_4, OWNER_6));
    }

    private static int bits(InetAddress client, int four, int six) {
        return client instanceof Inet4Address ? four : six;
    }
}
