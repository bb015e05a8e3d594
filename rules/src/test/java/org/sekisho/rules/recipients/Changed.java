package org.sekisho.rules.recipients;

import java.util.List;
import java.util.Optional;
import org.sekisho.rules.recipients.RecipientSettings.Asking;
import org.sekisho.rules.recipients.RecipientSettings.Unremembered;

/** Settings that differ from others in one thing. */
public final class Changed {
    private Changed() {}

    static RecipientSettings refresh(RecipientSettings was, int refresh) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                refresh,
                was.catchAll(),
                was.foldCase(),
                was.valid(),
                was.delimiter(),
                was.unremembered(),
                was.ask(),
                was.records(),
                was.recordsPerNetwork());
    }

    static RecipientSettings alsoUnknown(RecipientSettings was, List<String> replies) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                replies,
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                was.catchAll(),
                was.foldCase(),
                was.valid(),
                was.delimiter(),
                was.unremembered(),
                was.ask(),
                was.records(),
                was.recordsPerNetwork());
    }

    static RecipientSettings catchAll(RecipientSettings was, int recipients) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                recipients,
                was.foldCase(),
                was.valid(),
                was.delimiter(),
                was.unremembered(),
                was.ask(),
                was.records(),
                was.recordsPerNetwork());
    }

    static RecipientSettings foldCase(RecipientSettings was, boolean fold) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                was.catchAll(),
                fold,
                was.valid(),
                was.delimiter(),
                was.unremembered(),
                was.ask(),
                was.records(),
                was.recordsPerNetwork());
    }

    static RecipientSettings valid(RecipientSettings was, String file, String delimiter) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                was.catchAll(),
                was.foldCase(),
                Optional.of(file),
                delimiter,
                was.unremembered(),
                was.ask(),
                was.records(),
                was.recordsPerNetwork());
    }

    public static RecipientSettings asking(RecipientSettings was, Asking bounds) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                was.catchAll(),
                was.foldCase(),
                was.valid(),
                was.delimiter(),
                Unremembered.ASK,
                bounds,
                was.records(),
                was.recordsPerNetwork());
    }

    static RecipientSettings bounds(RecipientSettings was, int records, int perNetwork) {
        return new RecipientSettings(
                was.unknown(),
                was.unknownFor(),
                was.alsoUnknown(),
                was.alsoUnknownFor(),
                was.knownFor(),
                was.refresh(),
                was.catchAll(),
                was.foldCase(),
                was.valid(),
                was.delimiter(),
                was.unremembered(),
                was.ask(),
                records,
                perNetwork);
    }
}
