package org.sekisho.transcript;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sekisho.policy.Credentials;
import org.sekisho.policy.Decision;
import org.sekisho.policy.MessageInspection;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Reply;

/** Looks at messages, says what it was shown, and decides as the transcript says. */
final class ScriptedInspector implements MessageInspector {
    private final ScriptedJudge judge;

    ScriptedInspector(ScriptedJudge judge) {
        this.judge = judge;
    }

    @Override
    public boolean active() {
        return true;
    }

    @Override
    public Optional<MessageInspection> begin(Stage.AtData message, Credentials credentials) {
        int password = credentials.password().length;
        return Optional.of(new MessageInspection() {
            private int shown;
            private boolean closed;

            @Override
            public void octets(ByteBuffer next) {
                shown += next.remaining();
            }

            @Override
            public CompletionStage<Optional<Reply>> end(long octets) {
                judge.told.add("inspected " + shown + " octets, a password of " + password);
                return judge.decide("END")
                        .thenApply(decision -> decision instanceof Decision.Refuse refuse
                                ? Optional.of(refuse.reply())
                                : Optional.empty());
            }

            @Override
            public void close() {
                if (closed) {
                    judge.told.add("an inspection was closed twice");
                }
                closed = true;
            }
        });
    }
}
