package org.sekisho.net.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekisho.smtp.Reply;

/**
 * Cuts the upstream's stream into replies (RFC 5321 section 4.2).
 *
 * <p>Liberal where the RFC asks for it: a line may be a code alone (L7). Strict otherwise: CRLF only, codes 200 to 599,
 * the same on each line, and bounds on line, number of lines and size (L8). What breaks that is no SMTP server one could
 * still be in step with, so {@link Status#MALFORMED} stays until {@link #clear()}.
 */
public final class ReplyDecoder {
    public enum Status {
        /** The reply is not complete; all input was consumed. */
        NONE,
        /** {@link ReplyDecoder#reply()} has it. */
        REPLY,
        MALFORMED
    }

    /** Octets with CRLF; eight times what the RFC lets a server send. */
    private static final int LINE_LIMIT = 4096;

    private static final int LINES_LIMIT = 256;
    private static final int SIZE_LIMIT = 64 * 1024;
    private static final int CODE_LENGTH = 3;

    private final LineDecoder decoder = new LineDecoder(LINE_LIMIT);
    private final List<String> texts = new ArrayList<>();
    private int code;
    private int size;
    private boolean malformed;
    private @Nullable Reply reply;

    /** Consumes at most one reply; the reader index is then right behind it. */
    public Status decode(ByteBuf in) {
        while (!malformed && in.isReadable()) {
            int before = in.readerIndex();
            LineDecoder.Status status = decoder.decode(in);
            size += in.readerIndex() - before;
            // The verdict must not wait for the CRLF of a line that may never end.
            malformed = size > SIZE_LIMIT
                    || decoder.discarded() > 0
                    || status == LineDecoder.Status.TOO_LONG
                    || status == LineDecoder.Status.BARE_NEWLINE;
            if (!malformed && status == LineDecoder.Status.LINE && endsReply(decoder.line())) {
                reply = new Reply(code, texts);
                clear();
                return Status.REPLY;
            }
        }
        return malformed ? Status.MALFORMED : Status.NONE;
    }

    /** The last reply. */
    public Reply reply() {
        if (reply == null) {
            throw new IllegalStateException("No reply was decoded yet");
        }
        return reply;
    }

    /**
     * Nothing of an incomplete or malformed reply was read. Before TLS starts, a reply decoder that is not idle and an
     * input with octets left are a response injection (T8).
     */
    public boolean idle() {
        return !malformed && size == 0;
    }

    /** Forgets what was read of an incomplete or malformed reply. */
    public void clear() {
        decoder.clear();
        texts.clear();
        size = 0;
        malformed = false;
    }

    /** Takes in a line; notes if it does not fit those before. */
    private boolean endsReply(byte[] line) {
        int lineCode = codeOf(line);
        boolean codeAlone = line.length == CODE_LENGTH;
        boolean more = !codeAlone && lineCode > 0 && line[CODE_LENGTH] == '-';
        if (lineCode < 0
                || (!codeAlone && !more && line[CODE_LENGTH] != ' ')
                || (!texts.isEmpty() && lineCode != code)
                || texts.size() == LINES_LIMIT) {
            malformed = true;
            return false;
        }
        code = lineCode;
        texts.add(codeAlone ? "" : text(line));
        return !more;
    }

    /** A tab is allowed in a reply, but Reply takes no control character; invalid UTF-8 is replaced. */
    private static String text(byte[] line) {
        int start = CODE_LENGTH + 1;
        return new String(line, start, line.length - start, StandardCharsets.UTF_8).replace('\t', ' ');
    }

    /** 200 to 599, or -1. */
    private static int codeOf(byte[] line) {
        if (line.length < CODE_LENGTH || line[0] < '2' || line[0] > '5') {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < CODE_LENGTH; i++) {
            if (line[i] < '0' || line[i] > '9') {
                return -1;
            }
            value = value * 10 + line[i] - '0';
        }
        return value;
    }
}
