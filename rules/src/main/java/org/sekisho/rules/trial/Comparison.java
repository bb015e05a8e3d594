package org.sekisho.rules.trial;

import java.util.Optional;

/** Compares the lines of one reading with what is published. */
final class Comparison implements Reading.Lines {
    private final Published published;
    private final KeyLines keys;
    private final Signs signs;
    private final Optional<Fingerprint> fingerprint;

    /** @param fingerprint what the lines go into as well */
    Comparison(Published published, Signs signs, Optional<Fingerprint> fingerprint) {
        this.published = published;
        this.keys = new KeyLines(published.keys());
        this.signs = signs;
        this.fingerprint = fingerprint;
    }

    @Override
    public void line(byte[] line, int length, Place place) {
        for (Mark mark : published.marks()) {
            if (mark.place() == place && mark.in(line, length)) {
                signs.mark(mark.id(), mark.points());
            }
        }
        if (!place.written()) {
            return;
        }
        Optional<Shape> shape = published.shapes().stream()
                .filter(each -> each.fits(line, length))
                .findFirst();
        shape.ifPresent(found -> signs.shape(found.id(), found.points()));
        Optional<KeyLines.Key> key = keys.keyOf(line, length);
        if (keys.complete(key)) {
            signs.shape(Published.BLOCK, published.blockPoints());
        }
        if (place == Place.BODY) {
            fingerprint.ifPresent(print -> {
                if (shape.isPresent()) {
                    print.add(shape.get().id());
                } else if (key.isPresent()) {
                    print.add(key.get().name());
                } else {
                    print.addWords(line, length);
                }
            });
        }
    }
}
