package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.codec.ChunkDecoder;
import org.sekisho.net.codec.ContentSink;
import org.sekisho.net.codec.DataDecoder;
import org.sekisho.session.ContentFault;
import org.sekisho.session.SmtpSession;
import org.sekisho.smtp.Command;

/**
 * Reads the octets of messages, in DATA form or in chunks, passes on what is good and tells the session how they end.
 *
 * <p>A message that is refused on the way is still read to its end, as the client would not hear a reply before (S14),
 * but not for ever (B8).
 */
final class MessageReader {
    /** Octets of the dot and its CRLF. */
    private static final int TERMINATOR = 3;

    private final SmtpSession session;
    private final ContentSink upstream;
    private final boolean normalize;

    private @Nullable DataDecoder data;
    private @Nullable ChunkDecoder chunks;
    private long limit;
    private boolean refused;
    private long sizeWhenRefused;

    MessageReader(SmtpSession session, ContentSink upstream, boolean normalize) {
        this.session = session;
        this.upstream = upstream;
        this.normalize = normalize;
    }

    void beginData(long mostOctets) {
        data = new DataDecoder(normalize);
        chunks = null;
        limit = mostOctets;
        refused = false;
    }

    void beginChunk(Command.Bdat chunk, boolean first, boolean keep, long mostOctets) {
        ChunkDecoder decoder = first || chunks == null || !keep ? new ChunkDecoder(normalize) : chunks;
        data = null;
        chunks = decoder;
        limit = mostOctets;
        refused = !keep;
        sizeWhenRefused = decoder.size();
        if (!keep) {
            decoder.discard();
        }
        decoder.begin(chunk.size(), chunk.last());
    }

    void discard() {
        if (data != null) {
            data.discard();
        }
        if (chunks != null) {
            chunks.discard();
        }
        if (!refused) {
            refused = true;
            sizeWhenRefused = size();
        }
    }

    /** Consumes what there is of the message; false if its end has not come yet. */
    boolean read(ByteBuf in) {
        boolean ended = data != null ? data.decode(in, upstream) : chunk().decode(in, upstream);
        // Until the end has come, the size may hold what has begun of the terminator.
        long most = ended ? limit : limit + TERMINATOR;
        if (!refused && size() > most) {
            session.contentRefused(ContentFault.TOO_LARGE);
        } else if (!refused && violated()) {
            session.contentRefused(ContentFault.BARE_NEWLINE);
        } else if (refused && !ended && size() - sizeWhenRefused > limit) {
            session.contentRefused(ContentFault.ENDLESS);
        }
        if (ended) {
            session.contentEnded(size());
        }
        return ended;
    }

    private boolean violated() {
        return data != null ? data.violated() : chunk().violated();
    }

    private long size() {
        return data != null ? data.size() : chunk().size();
    }

    private ChunkDecoder chunk() {
        if (chunks == null) {
            throw new IllegalStateException("No message is being read");
        }
        return chunks;
    }
}
