package org.sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The records that a {@link DnsServer} serves, all in one zone, the root. Thread-safe. */
public final class DnsZone {
    /** Seconds that records of {@link #host} and the absence of a record may be cached. */
    public static final long TTL = 300;

    private static final Name PRIMARY = name("a.root.test");
    static final Record ROOT_SERVER = new NSRecord(Name.root, DClass.IN, TTL, PRIMARY);
    private static final Record SOA =
            new SOARecord(Name.root, DClass.IN, TTL, PRIMARY, PRIMARY, 1, 3600, 600, 86_400, TTL);

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    /** Names with records, and those above them, which exist too (RFC 8020). */
    private final Set<Name> existing = ConcurrentHashMap.newKeySet();

    /** Adds a record in the notation of master files: {@code "mail.example.test 300 MX 10 mx.example.test"}. */
    public DnsZone add(String line) {
        String[] words = line.split(" ", 4);
        try {
            return add(Record.fromString(
                    name(words[0]), Type.value(words[2]), DClass.IN, Long.parseLong(words[1]), words[3], Name.root));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** Adds the PTR record of an address and the address record that confirms it. */
    public DnsZone host(String name, String address) {
        try {
            int family = address.indexOf(':') >= 0 ? Address.IPv6 : Address.IPv4;
            InetAddress parsed = Address.getByAddress(address, family);
            return add(ReverseMap.fromAddress(parsed) + " " + TTL + " PTR " + name)
                    .add(name + " " + TTL + (family == Address.IPv6 ? " AAAA " : " A ") + address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all that is known of a name. */
    public DnsZone remove(String name) {
        records.remove(name(name));
        existing.clear();
        records.keySet().forEach(this::exist);
        return this;
    }

    private DnsZone add(Record added) {
        records.computeIfAbsent(added.getName(), unused -> new CopyOnWriteArrayList<>())
                .add(added);
        exist(added.getName());
        return this;
    }

    private void exist(Name name) {
        for (int labels = 1; labels < name.labels(); labels++) {
            existing.add(new Name(name, name.labels() - 1 - labels));
        }
    }

    /** Writes what is known into the answer: the records, or the SOA that tells how long they may be held absent. */
    void answer(Record question, Message answer) {
        answer.getHeader().setFlag(Flags.AA);
        Name name = question.getName();
        List<Record> here = records.getOrDefault(name, List.of());
        for (Record known : here) {
            if (known.getType() == question.getType()) {
                answer.addRecord(known, Section.ANSWER);
            }
        }
        boolean found = !answer.getSection(Section.ANSWER).isEmpty();
        for (Record known : here) {
            if (!found && known instanceof CNAMERecord alias) {
                answer.addRecord(alias, Section.ANSWER);
                return; // The resolver asks for the target itself.
            }
        }
        if (!found) {
            answer.getHeader().setRcode(existing.contains(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(SOA, Section.AUTHORITY);
        }
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
