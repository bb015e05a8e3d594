package org.sekisho.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.sekisho.settings.Limits;
import org.sekisho.settings.ProxySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits the number of client connections to the file descriptors that the process may have (J20). */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    /** Descriptors for everything that is not a connection: libraries, logs, stores, probes. */
    static final int OTHERS = 512;

    private Descriptors() {}

    static ProxySettings fit(ProxySettings settings) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? fit(settings, unix.getMaxFileDescriptorCount())
                : settings;
    }

    static ProxySettings fit(ProxySettings settings, long descriptors) {
        Limits limits = settings.limits();
        long upstream = (long) settings.upstream().connections()
                * settings.upstream().addresses().size();
        long room = Math.max(1, descriptors - upstream - OTHERS);
        if (limits.connections() <= room) {
            return settings;
        }
        LOG.warn(
                "limits.connections is lowered from {} to {}: this process may have {} file descriptors, and {} are kept"
                        + " for the upstream and {} for the rest; raise LimitNOFILE or ulimit -n",
                limits.connections(),
                room,
                descriptors,
                upstream,
                OTHERS);
        return settings.withLimits(new Limits(
                (int) room, limits.connectionsPerClient(), limits.recipients(), limits.errors(), limits.messageSize()));
    }
}
