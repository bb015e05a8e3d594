package org.sekisho.net.client;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.codec.ContentSink;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.Stage;
import org.sekisho.session.InspectionPort;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a session's messages to whoever looks at them: the first octets only, without a copy, and so that nothing that goes
 * wrong there touches the message.
 */
final class LoopInspector implements InspectionPort {
    private static final Logger LOG = LoggerFactory.getLogger(LoopInspector.class);
    /** How long the verdict may take; the upstream waits in the middle of a message (RFC 5321 section 4.5.3.2.5: 3 min). */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MessageInspector inspector;
    private final String sessionId;
    private final LoopAnswers answers;

    private @Nullable MessageInspection inspection;
    private int left;
    /** Whether it was not seen as it is: then nothing is made of what was seen. */
    private boolean blind;

    LoopInspector(MessageInspector inspector, String sessionId, LoopAnswers answers) {
        this.inspector = inspector;
        this.sessionId = sessionId;
        this.answers = answers;
    }

    /** The octets are shown here and then go on there. */
    ContentSink before(ContentSink next) {
        return content -> {
            show(content);
            next.content(content);
        };
    }

    private void show(ByteBuf content) {
        MessageInspection shown = inspection;
        if (shown == null || left == 0 || blind) {
            return;
        }
        int octets = Math.min(left, content.readableBytes());
        left -= octets;
        carefully(() ->
                shown.octets(content.nioBuffer(content.readerIndex(), octets).asReadOnlyBuffer()));
    }

    @Override
    public boolean active() {
        return inspector.active();
    }

    @Override
    public void begin(Stage.AtData message, Credentials credentials) {
        left = MessageInspector.MOST_OCTETS;
        blind = false;
        carefully(() -> inspection = inspector.begin(message, credentials).orElse(null));
    }

    @Override
    public void end(long octets, Consumer<Optional<Reply>> answer) {
        MessageInspection shown = inspection;
        if (shown == null || blind) {
            answer.accept(Optional.empty());
        } else {
            answers.bring(verdict(() -> shown.end(octets).toCompletableFuture()), LIMIT, this::failed, answer);
        }
    }

    private static CompletableFuture<Optional<Reply>> verdict(Supplier<CompletableFuture<Optional<Reply>>> asked) {
        try {
            return asked.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public void close() {
        MessageInspection shown = inspection;
        inspection = null;
        if (shown != null) {
            carefully(shown::close);
        }
    }

    /** A message that could not be looked at to its end passes. */
    private void carefully(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException failure) {
            blind = true;
            Optional<Reply> unused = failed(failure);
        }
    }

    /** Without the failure's message, which might quote what was looked at (A13). */
    private Optional<Reply> failed(Throwable failure) {
        LOG.error(
                "{}: looking at a message failed, the message passes: {} at {}",
                sessionId,
                failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
        return Optional.empty();
    }
}
