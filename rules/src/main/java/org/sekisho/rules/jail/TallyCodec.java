package org.sekisho.rules.jail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.rules.jail.Tally.Good;
import org.sekisho.rules.jail.Tally.History;
import org.sekisho.rules.jail.Tally.Mark;
import org.sekisho.rules.jail.Tally.Outcome;
import org.sekisho.rules.jail.Tally.Rate;
import org.sekisho.rules.jail.Tally.Sentence;
import org.sekisho.settings.Network;
import org.sekisho.state.Codec;
import org.sekisho.state.RecordReader;
import org.sekisho.state.RecordWriter;

/** Writes tallies down, times in milliseconds. */
final class TallyCodec implements Codec<Tally> {
    /** Of the longest one: {@value JailSettings#MOST_RETRIES} marks of 15 octets, and evidence that is not all ASCII. */
    static final int MOST_OCTETS = 16_384;

    @Override
    public byte[] encode(Tally tally) {
        RecordWriter out = new RecordWriter(1).number(tally.marks().size());
        long last = 0;
        for (Mark mark : tally.marks()) {
            long time = mark.time().toEpochMilli();
            out.number(time - last).number(mark.what()).number(mark.group());
            last = time;
        }
        out.number(tally.repeats())
                .number(Double.doubleToLongBits(tally.rate().failures()))
                .number(tally.rate().first().toEpochMilli())
                .number(tally.rate().last().toEpochMilli())
                .number(tally.good().now())
                .number(tally.good().before())
                .number(tally.good().since().toEpochMilli())
                .number(tally.history().times())
                .number(tally.history().kept().toEpochMilli())
                .number(tally.evidence().size());
        tally.evidence().forEach(out::text);
        out.flag(tally.sentence().isPresent());
        tally.sentence()
                .ifPresent(sentence -> out.number(sentence.token())
                        .instant(sentence.since())
                        .instant(sentence.until())
                        .number(sentence.failures())
                        .number(sentence.goodMail())
                        .text(sentence.outcome().name()));
        return out.octets();
    }

    @Override
    public Tally decode(byte[] octets) {
        RecordReader in = new RecordReader(octets, 1);
        List<Mark> marks = marks(in);
        int repeats = (int) in.number();
        Rate rate = new Rate(Double.longBitsToDouble(in.number()), millis(in), millis(in));
        Good good = new Good((int) in.number(), (int) in.number(), millis(in));
        History history = new History((int) in.number(), millis(in));
        List<String> evidence = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            evidence.add(in.text());
        }
        Optional<Sentence> sentence = in.flag() ? Optional.of(sentence(in)) : Optional.empty();
        in.end();
        return new Tally(marks, repeats, rate, good, List.copyOf(evidence), history, sentence);
    }

    @Override
    public boolean fits(String key, Tally tally) {
        return Accused.isNoClient(key) || Network.isWritten(key);
    }

    private static List<Mark> marks(RecordReader in) {
        List<Mark> marks = new ArrayList<>();
        long last = 0;
        for (long left = in.number(); left > 0; left--) {
            last += in.number();
            marks.add(new Mark(Instant.ofEpochMilli(last), (int) in.number(), (int) in.number()));
        }
        return List.copyOf(marks);
    }

    private static Sentence sentence(RecordReader in) {
        return new Sentence(
                in.number(),
                in.instant(),
                in.instant(),
                (int) in.number(),
                (int) in.number(),
                Outcome.valueOf(in.text()));
    }

    private static Instant millis(RecordReader in) {
        return Instant.ofEpochMilli(in.number());
    }
}
