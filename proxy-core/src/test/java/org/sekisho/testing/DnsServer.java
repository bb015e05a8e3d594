package org.sekisho.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sekisho.settings.Endpoint;
import org.xbill.DNS.Address;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * A name server for everything below the root, on a loopback port of its own, UDP and TCP. Its {@link #zone} may be
 * changed while it runs, and it misbehaves as it is told.
 */
public final class DnsServer implements AutoCloseable {
    /** What the server does with questions about one name. */
    private enum Behaviour {
        SILENT,
        FAILING,
        REFUSING,
        REFERRING,
        TRUNCATING
    }

    private static final int LARGEST_UDP_QUERY = 4_096;

    private final DnsZone zone = new DnsZone();
    private final Map<Name, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<Name, Duration> delays = new ConcurrentHashMap<>();
    private final Map<Name, AtomicInteger> queries = new ConcurrentHashMap<>();
    private final AtomicInteger tcpQueries = new AtomicInteger();
    private volatile boolean silent;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(DnsServer::thread);

    /** Sends a message back the way the question came. */
    private interface Reply {
        void send(byte[] message) throws IOException;
    }

    private DnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Starts a server with an empty zone. */
    public static DnsServer start() {
        try {
            // The port must be free for both; the system gives one that is free for TCP, so UDP may fail, if rarely.
            InetAddress loopback = Address.getByAddress("127.0.0.1");
            ServerSocket tcp = new ServerSocket(0, 50, loopback);
            DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
            DnsServer server = new DnsServer(udp, tcp);
            beside(server::receive);
            beside(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", tcp.getLocalPort());
    }

    /** What it knows. */
    public DnsZone zone() {
        return zone;
    }

    /** Answers with SERVFAIL from now on. */
    public DnsServer failing(String name) {
        return behave(name, Behaviour.FAILING);
    }

    /** Answers with REFUSED from now on, as a server does that has never heard of the zone. */
    public DnsServer refusing(String name) {
        return behave(name, Behaviour.REFUSING);
    }

    /** Answers with a referral to the root from now on, as lame servers do. */
    public DnsServer referring(String name) {
        return behave(name, Behaviour.REFERRING);
    }

    /** Answers no more. */
    public DnsServer silent(String name) {
        return behave(name, Behaviour.SILENT);
    }

    /** Answers no question at all any more. */
    public DnsServer silent() {
        silent = true;
        return this;
    }

    /** Cuts its UDP answers off from now on. */
    public DnsServer truncating(String name) {
        return behave(name, Behaviour.TRUNCATING);
    }

    /** Answers so much later from now on. */
    public DnsServer delaying(String name, Duration delay) {
        delays.put(DnsZone.name(name), delay);
        return this;
    }

    /** Misbehaves and delays no more. */
    public DnsServer mended(String name) {
        behaviours.remove(DnsZone.name(name));
        delays.remove(DnsZone.name(name));
        return this;
    }

    /** How many questions came about a name, of whatever type. */
    public int queries(String name) {
        AtomicInteger count = queries.get(DnsZone.name(name));
        return count == null ? 0 : count.get();
    }

    /** How many questions came in all. */
    public int queries() {
        return queries.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** How many of the questions came over TCP. */
    public int tcpQueries() {
        return tcpQueries.get();
    }

    private DnsServer behave(String name, Behaviour behaviour) {
        behaviours.put(DnsZone.name(name), behaviour);
        return this;
    }

    private void receive() {
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(new byte[LARGEST_UDP_QUERY], LARGEST_UDP_QUERY);
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                answer(
                        query,
                        true,
                        message -> udp.send(new DatagramPacket(message, message.length, packet.getSocketAddress())));
            }
        } catch (IOException e) {
            stopped(e, udp.isClosed());
        }
    }

    private void accept() {
        try {
            while (!tcp.isClosed()) {
                Socket connection = tcp.accept();
                beside(() -> serve(connection));
            }
        } catch (IOException e) {
            stopped(e, tcp.isClosed());
        }
    }

    private void serve(Socket connection) {
        try (connection;
                DataInputStream in = new DataInputStream(connection.getInputStream());
                DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                tcpQueries.incrementAndGet();
                answer(query, false, message -> {
                    out.writeShort(message.length);
                    out.write(message);
                });
            }
        } catch (EOFException e) {
            return; // The client has asked all that it wanted to know.
        } catch (IOException e) {
            stopped(e, tcp.isClosed());
        }
    }

    private void answer(byte[] query, boolean udpQuery, Reply reply) throws IOException {
        Message question = new Message(query);
        Name name = question.getQuestion().getName();
        queries.computeIfAbsent(name, unused -> new AtomicInteger()).incrementAndGet();
        Behaviour behaviour = behaviours.get(name);
        if (silent || behaviour == Behaviour.SILENT) {
            return;
        }
        Duration delay = delays.get(name);
        byte[] message = message(question, behaviour, udpQuery).toWire();
        if (delay == null) {
            reply.send(message);
        } else {
            var unused = later.schedule(
                    () -> {
                        reply.send(message);
                        return message;
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private Message message(Message question, @Nullable Behaviour behaviour, boolean udpQuery) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        if (behaviour == Behaviour.FAILING) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (behaviour == Behaviour.REFUSING) {
            answer.getHeader().setRcode(Rcode.REFUSED);
        } else if (behaviour == Behaviour.REFERRING) {
            answer.addRecord(DnsZone.ROOT_SERVER, Section.AUTHORITY);
        } else if (behaviour == Behaviour.TRUNCATING && udpQuery) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            zone.answer(question.getQuestion(), answer);
        }
        return answer;
    }

    private static void beside(Runnable work) {
        thread(work).start();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dns-server");
        thread.setDaemon(true);
        return thread;
    }

    private static void stopped(IOException reason, boolean closed) {
        if (!closed) {
            throw new UncheckedIOException(reason);
        }
    }

    @Override
    public void close() {
        udp.close();
        later.shutdownNow();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
