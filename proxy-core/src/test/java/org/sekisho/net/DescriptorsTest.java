package org.sekisho.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;

class DescriptorsTest {
    /** 10000 connections of clients, 80 to the upstream. */
    private static final ProxySettings SETTINGS = ProxySettings.of(
            "mx.example.org",
            ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
            UpstreamSettings.of(new Endpoint("127.0.0.1", 25), Identity.NONE));

    private static int connections(long descriptors) {
        return Descriptors.fit(SETTINGS, descriptors).limits().connections();
    }

    @Test
    void leavesAloneWhatFits() {
        assertThat(Descriptors.fit(SETTINGS, 10_000 + 80 + Descriptors.OTHERS)).isEqualTo(SETTINGS);
    }

    @Test
    void keepsDescriptorsForTheUpstreamAndTheRest() {
        assertThat(connections(4_096)).isEqualTo(4_096 - 80 - Descriptors.OTHERS);
    }

    @Test
    void leavesOneConnectionAtLeast() {
        assertThat(connections(256)).isEqualTo(1);
    }

    @Test
    void changesNothingElse() {
        ProxySettings fitted = Descriptors.fit(SETTINGS, 4_096);

        assertThat(fitted.withLimits(SETTINGS.limits())).isEqualTo(SETTINGS);
        assertThat(fitted.limits().messageSize()).isEqualTo(SETTINGS.limits().messageSize());
    }
}
