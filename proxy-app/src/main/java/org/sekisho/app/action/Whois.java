package org.sekisho.app.action;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.settings.Endpoint;

/**
 * Asks registries whom an address belongs to (RFC 3912): one line to TCP port 43, then text until the server closes. IANA
 * knows which registry to ask; that may know another one, to which the address has been handed on.
 */
final class Whois {
    /** For all servers together. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** More of an answer is cut off. */
    static final int OCTETS_MAX = 65_536;

    private static final int REFERRALS_MAX = 2;

    private static final Pattern REFERRAL =
            Pattern.compile("(?im)^(?:refer|ReferralServer):\\h*(?:whois://)?([a-z0-9.-]+)(?::(\\d{1,5}))?/?\\h*$");
    private static final Pattern COUNTRY = Pattern.compile("(?im)^country:\\h*([a-z]{2})\\b");

    private final Endpoint first;
    private final Duration limit;
    private final InstantSource clock;

    /**
     * Asks nobody yet.
     *
     * @param first is asked first; servers that it refers to are asked on the same port
     */
    Whois(Endpoint first, Duration limit, InstantSource clock) {
        this.first = first;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * What the registry that knows most says.
     *
     * @param address as {@link org.sekisho.settings.Network#toString} has it; of a network, the first address is asked for
     * @throws IOException with the server's name, when the first one does not answer
     */
    String ask(String address) throws IOException {
        String query = address.replaceFirst("/.*", "");
        Instant deadline = clock.instant().plus(limit);
        Endpoint server = first;
        String text = answer(server, query, deadline);
        for (int i = 0; i < REFERRALS_MAX; i++) {
            Optional<Endpoint> next = referral(text);
            if (next.isEmpty() || next.get().equals(server)) {
                break;
            }
            server = next.get();
            try {
                text = answer(server, query, deadline);
            } catch (IOException e) {
                return text + "\n(" + e.getMessage() + ")\n";
            }
        }
        return text;
    }

    /** The country that such an answer names, as ISO 3166 has it. */
    static Optional<String> country(String text) {
        Matcher matcher = COUNTRY.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    /** Whoever has an address writes that line: another port could be any service of ours. */
    private Optional<Endpoint> referral(String text) {
        Matcher matcher = REFERRAL.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String port = matcher.group(2);
        return port == null || port.equals(Integer.toString(first.port()))
                ? Optional.of(new Endpoint(matcher.group(1), first.port()))
                : Optional.empty();
    }

    private String answer(Endpoint server, String query, Instant deadline) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), left(deadline));
            socket.getOutputStream().write((query + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return text(read(socket, deadline));
        } catch (SocketTimeoutException e) {
            throw new IOException(server + " did not answer within " + limit.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new IOException(server + " cannot be asked: " + e, e);
        }
    }

    private byte[] read(Socket socket, Instant deadline) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(OCTETS_MAX);
        while (octets.hasRemaining()) {
            socket.setSoTimeout(left(deadline));
            int count = socket.getInputStream().read(octets.array(), octets.position(), octets.remaining());
            if (count < 0) {
                break;
            }
            octets.position(octets.position() + count);
        }
        byte[] read = new byte[octets.position()];
        octets.flip().get(read);
        return read;
    }

    /** Milliseconds until then. */
    private int left(Instant deadline) throws SocketTimeoutException {
        long left = Duration.between(clock.instant(), deadline).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("out of time");
        }
        return (int) left;
    }

    /** RFC 3912 section 4 knows no character set: some registries send UTF-8, some ISO 8859-1. */
    private static String text(byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(octets, StandardCharsets.ISO_8859_1);
        }
        return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }
}
