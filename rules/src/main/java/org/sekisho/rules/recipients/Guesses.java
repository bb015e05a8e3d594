package org.sekisho.rules.recipients;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/**
 * The unknown recipients that the clients of one network have tried within a day.
 *
 * @param total how often
 * @param recipients how many different ones
 * @param domains in how many different domains
 * @param since when the first came, in whole seconds
 */
record Guesses(int total, Sketch recipients, Sketch domains, Instant since) {
    static final Duration PERIOD = Duration.ofDays(1);
    static final int MOST_OCTETS = 128;

    /** Fewer different recipients than this are nobody's dictionary. */
    private static final int FEW = 5;
    /** Who tries each of them so often has a list that nobody cleans, and no need to guess. */
    private static final int REPEATED = 3;
    /** Who guesses tries many names of a domain; who has bought a list knows a few of each. */
    private static final int FEW_OF_A_DOMAIN = 4;

    /** What somebody is doing who sends to recipients that do not exist. */
    enum Behaviour {
        /** A few wrong addresses, or the same ones over and over: a sender's mistake. */
        MISTAKE,
        /** Many different names of few domains: somebody guesses. */
        HARVESTING,
        /** Many recipients, a few of each of many domains: a list that was bought or scraped. */
        SPRAYING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Guesses first(RecipientKey recipient, Instant now) {
        return new Guesses(0, Sketch.NOTHING, Sketch.NOTHING, now).and(recipient);
    }

    Guesses and(RecipientKey recipient) {
        int more = total == Integer.MAX_VALUE ? total : total + 1;
        return new Guesses(more, recipients.with(recipient.text()), domains.with(recipient.domain()), since);
    }

    Behaviour behaviour() {
        int different = recipients.about();
        if (different < FEW || total / different >= REPEATED) {
            return Behaviour.MISTAKE;
        }
        boolean spread = domains.about() >= FEW && different / domains.about() < FEW_OF_A_DOMAIN;
        return spread ? Behaviour.SPRAYING : Behaviour.HARVESTING;
    }

    /** For an operator. */
    @Override
    public String toString() {
        return behaviour() + ": " + total + " since " + since + ", about " + recipients.about() + " different in "
                + domains.about() + (domains.about() == 1 ? " domain" : " domains");
    }

    static final Codec<Guesses> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Guesses value) {
            RecordWriter out = new RecordWriter(1).number(value.total).number(value.since.getEpochSecond());
            return value.domains.write(value.recipients.write(out)).octets();
        }

        @Override
        public Guesses decode(byte[] octets) {
            RecordReader in = new RecordReader(octets, 1);
            int total = (int) in.number();
            Instant since = Instant.ofEpochSecond(in.number());
            Guesses value = new Guesses(total, Sketch.read(in), Sketch.read(in), since);
            in.end();
            return value;
        }
    };
}
