package org.sekisho.net.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekisho.session.ClientIdentity;
import org.sekisho.session.OpenFailure;
import org.sekisho.session.SmtpSession;
import org.sekisho.session.UpstreamPort;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Reply;

/**
 * One session's way to the upstream: at most one connection at a time, opened when the session asks for it. Used on the
 * session's event loop only.
 */
public final class SessionUpstream implements UpstreamPort {
    private final Upstreams upstreams;
    private final EventLoop loop;

    private @Nullable SmtpSession session;
    private @Nullable Runnable progress;
    private @Nullable OpenAttempt attempt;
    private @Nullable UpstreamConnection connection;

    SessionUpstream(Upstreams upstreams, EventLoop loop) {
        this.upstreams = upstreams;
        this.loop = loop;
    }

    /**
     * Says whose it is.
     *
     * @param afterEvent called after everything that the session hears from here
     */
    public void attach(SmtpSession owner, Runnable afterEvent) {
        session = owner;
        progress = afterEvent;
    }

    /** Whether more of a message may be handed over. */
    public boolean writable() {
        return connection == null || connection.writable();
    }

    /** Hands over a part of the message; without a connection it is dropped. */
    public void relay(ByteBuf content) {
        if (connection == null) {
            content.release();
        } else {
            connection.content(content);
        }
    }

    /** Sends what has been written. */
    public void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    // What the session asks for

    @Override
    public void open(ClientIdentity client, Opening opening) {
        attempt = new OpenAttempt(upstreams, loop, Optional.of(client), new OpenAttempt.Result() {
            @Override
            public UpstreamConnection.Owner owner() {
                return events(opening);
            }

            @Override
            public void opened(UpstreamConnection opened) {
                attempt = null;
                connection = opened;
            }

            @Override
            public void failed(OpenFailure failure) {
                attempt = null;
                opening.failed(failure);
                afterEvent();
            }
        });
        attempt.start();
    }

    private UpstreamConnection.Owner events(Opening opening) {
        return new UpstreamConnection.Owner() {
            @Override
            public void ready(Capabilities offered) {
                opening.ready(offered);
            }

            @Override
            public void failed(OpenFailure failure) {
                throw new IllegalStateException("Only an attempt hears of a failure");
            }

            @Override
            public void lost() {
                connection = null;
                attached().upstreamLost();
            }

            @Override
            public void spoke(Reply reply) {
                attached().upstreamSpoke(reply);
            }

            @Override
            public void progress() {
                afterEvent();
            }
        };
    }

    @Override
    public void send(String line, Consumer<Reply> answer) {
        opened().send(line, answer);
    }

    @Override
    public void sendSecret(byte[] line, Consumer<Reply> answer) {
        opened().sendSecret(line, answer);
    }

    @Override
    public void content(byte[] lines) {
        opened().content(lines);
    }

    @Override
    public void endContent(Consumer<Reply> answer) {
        opened().endContent(answer);
    }

    @Override
    public void closeIfIdle(Duration limit) {
        opened().closeIfIdle(limit);
    }

    @Override
    public void quit() {
        cancelAttempt();
        if (connection != null) {
            connection.quit();
            connection = null;
        }
    }

    @Override
    public void abort() {
        cancelAttempt();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public String address() {
        return connection == null ? "" : connection.address();
    }

    private void cancelAttempt() {
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
    }

    private void afterEvent() {
        if (progress != null) {
            progress.run();
        }
    }

    private SmtpSession attached() {
        if (session == null) {
            throw new IllegalStateException("No session is attached");
        }
        return session;
    }

    private UpstreamConnection opened() {
        if (connection == null) {
            throw new IllegalStateException("The upstream is not open");
        }
        return connection;
    }
}
