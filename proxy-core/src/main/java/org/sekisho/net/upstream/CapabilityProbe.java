package org.sekisho.net.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sekisho.net.io.Deadline;
import org.sekisho.session.OfferPort;
import org.sekisho.session.OpenFailure;
import org.sekisho.session.SaslCourse;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.UpstreamSettings.Identity;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Extension;
import org.sekisho.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every upstream address now and then what it offers, as EHLO is answered before an upstream is opened (O18). Works
 * on one event loop; what it knows may be read from any thread.
 */
final class CapabilityProbe implements OfferPort {
    private static final Logger LOG = LoggerFactory.getLogger(CapabilityProbe.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** After a surprise, the next probe comes this soon, and so do those that many surprises ask for. */
    private static final Duration AFTER_SURPRISE = Duration.ofSeconds(1);

    private final Upstreams upstreams;
    private final Map<Endpoint, Capabilities> known = new HashMap<>();
    private final Map<Endpoint, String> complaints = new HashMap<>();
    private final Map<Endpoint, List<String>> hidden = new HashMap<>();
    private final AtomicBoolean surprised = new AtomicBoolean();

    private volatile Optional<Capabilities> common = Optional.empty();
    private volatile @Nullable EventLoop loop;
    private @Nullable Future<?> timer;

    CapabilityProbe(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    void start(EventLoop on) {
        loop = on;
        on.execute(() -> {
            probeAll();
            timer = on.scheduleAtFixedRate(
                    this::probeAll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    void stop() {
        EventLoop on = loop;
        if (on != null) {
            on.execute(() -> {
                if (timer != null) {
                    timer.cancel(false);
                }
            });
        }
    }

    @Override
    public Optional<Capabilities> probed() {
        return common;
    }

    @Override
    public void surprised() {
        EventLoop on = loop;
        if (on != null && surprised.compareAndSet(false, true)) {
            Future<?> soon = on.schedule(
                    () -> {
                        surprised.set(false);
                        probeAll();
                    },
                    AFTER_SURPRISE.toMillis(),
                    TimeUnit.MILLISECONDS);
            soon.addListener(done -> {
                if (!done.isSuccess() && !done.isCancelled()) {
                    LOG.error("The probe of the upstream failed", done.cause());
                }
            });
        }
    }

    private void probeAll() {
        EventLoop on = loop;
        if (on != null) {
            for (Endpoint endpoint : upstreams.pool().endpoints()) {
                AddressPool.Lease lease = upstreams.pool().forProbe(endpoint);
                upstreams.connect(lease, on, new OneProbe(endpoint, on));
            }
        }
    }

    private void learned(Endpoint endpoint, Capabilities offered) {
        upstreams.pool().probed(endpoint, true);
        known.put(endpoint, offered);
        common = known.values().stream().reduce(Capabilities::and);
        complain(endpoint, complaintAbout(offered));
        if (upstreams.serveUsers()) {
            warnOfHiddenAccounts(endpoint, offered);
        }
    }

    private void warnOfHiddenAccounts(Endpoint endpoint, Capabilities offered) {
        List<String> mechanisms = SaslCourse.relayed(offered.mechanisms()).stream()
                .filter(mechanism -> !SaslCourse.tellsAccount(mechanism))
                .toList();
        if (!mechanisms.equals(hidden.put(endpoint, mechanisms)) && !mechanisms.isEmpty()) {
            LOG.warn(
                    "Upstream {}: it offers {}, whose logins do not tell the account, so that no rule for accounts sees"
                            + " them; switch it off there if you want such rules to hold for everybody",
                    endpoint,
                    String.join(" ", mechanisms));
        }
    }

    private String complaintAbout(Capabilities offered) {
        boolean anonymous = upstreams.settings().identity() == Identity.XCLIENT && !offered.has(Extension.XCLIENT);
        if (anonymous) {
            return "it does not offer XCLIENT to this proxy, so all mail will get 451 4.3.0; for Postfix, add to "
                    + "main.cf: smtpd_authorized_xclient_hosts = ADDRESS-OF-THIS-PROXY";
        }
        return upstreams.serveUsers() && !offered.has(Extension.AUTH)
                ? "it does not offer AUTH, so nobody can log in on a submission listener; for Postfix, see "
                        + "smtpd_sasl_auth_enable, and smtpd_tls_auth_only if the connection to it is not under TLS"
                : "";
    }

    private void failed(Endpoint endpoint, String detail) {
        upstreams.pool().probed(endpoint, false);
        complain(endpoint, "it cannot be used: " + detail);
    }

    /** Each trouble is told once, and its end too. */
    private void complain(Endpoint endpoint, String complaint) {
        String before = complaints.put(endpoint, complaint);
        if (!complaint.isEmpty() && !complaint.equals(before)) {
            LOG.warn("Upstream {}: {}", endpoint, complaint);
        } else if (complaint.isEmpty() && before == null) {
            LOG.info("Upstream {}: ready", endpoint);
        } else if (complaint.isEmpty() && !complaint.equals(before)) {
            LOG.info("Upstream {}: ready again", endpoint);
        }
    }

    /** One question to one address. */
    private final class OneProbe implements Upstreams.Connected, UpstreamConnection.Owner {
        private final Endpoint endpoint;
        private final Deadline deadline;
        private @Nullable UpstreamConnection connection;
        private boolean over;

        OneProbe(Endpoint endpoint, EventLoop on) {
            this.endpoint = endpoint;
            deadline = new Deadline(on, this::timeOver);
            deadline.in(upstreams.settings().connectTimeout());
        }

        @Override
        public UpstreamConnection.Owner owner() {
            return this;
        }

        @Override
        public void connected(UpstreamConnection made) {
            if (over) {
                made.close();
                return;
            }
            connection = made;
            upstreams.begin(made, Optional.empty());
        }

        @Override
        public void ready(Capabilities offered) {
            deadline.cancel();
            learned(endpoint, offered);
            if (connection != null) {
                connection.quit();
            }
        }

        @Override
        public void failed(OpenFailure failure) {
            deadline.cancel();
            CapabilityProbe.this.failed(endpoint, failure.detail());
        }

        @Override
        public void lost() {
            deadline.cancel();
        }

        @Override
        public void spoke(Reply reply) {
            if (connection != null) {
                connection.quit();
            }
        }

        @Override
        public void progress() {
            // Nobody waits for a probe.
        }

        private void timeOver() {
            over = true;
            CapabilityProbe.this.failed(
                    endpoint,
                    "not ready within " + upstreams.settings().connectTimeout().toSeconds() + " s");
            if (connection != null) {
                connection.close();
            }
        }
    }
}
