package org.sekisho.rules.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.policy.Happening.Fault;
import org.sekisho.policy.Mode;
import org.sekisho.rules.Placement;
import org.sekisho.state.MemoryStore;
import org.sekisho.testing.ManualTime;

/** Clients that break the protocol in the session in which they are judged. */
class ProtocolTest {
    private final ManualTime time = new ManualTime();

    private Talkers.Talker client(Mode mode, ProtocolSettings settings) {
        return new Talkers(Placement.of(Protocol.TYPE, mode).with(settings), new MemoryStore(time), time).client();
    }

    @ParameterizedTest
    @CsvSource({
        // fault, pipelining, bareNewline, code
        "PIPELINED_TOO_EARLY,    true,  true,  550",
        "PIPELINED_TOO_EARLY,    true,  false, 550",
        "PIPELINED_TOO_EARLY,    false, true,  250",
        "BARE_NEWLINE,           true,  true,  550",
        "BARE_NEWLINE,           false, true,  550",
        "BARE_NEWLINE,           true,  false, 250",
        "TALKED_BEFORE_GREETING, true,  true,  250",
    })
    void eachFaultCountsByItself(Fault fault, boolean pipelining, boolean bareNewline, int code) {
        Talkers.Talker client = client(Mode.ENFORCE, new ProtocolSettings(pipelining, bareNewline, List.of()));
        assertThat(client.breaks(fault).rcpt()).isEqualTo(code);
    }

    @Test
    void aClientWithoutFaultsPasses() {
        assertThat(client(Mode.ENFORCE, ProtocolSettings.DEFAULTS).rcpt()).isEqualTo(250);
    }

    @Test
    void aFaultAtDataRefusesTheMessage() {
        Talkers.Talker client = client(Mode.ENFORCE, ProtocolSettings.DEFAULTS);
        assertThat(client.rcpt()).isEqualTo(250);
        assertThat(client.breaks(Fault.PIPELINED_TOO_EARLY).data()).isEqualTo(550);
    }

    /** Some never wait, see bug 67. */
    @Test
    void anExemptNetworkMayDoAsItLikes() {
        ProtocolSettings exempting = new ProtocolSettings(true, true, List.of("198.51.100.7"));
        assertThat(client(Mode.ENFORCE, exempting)
                        .breaks(Fault.PIPELINED_TOO_EARLY)
                        .rcpt())
                .isEqualTo(250);
    }

    @Test
    void watchingRefusesNobody() {
        Talkers.Talker client = client(Mode.OBSERVE, ProtocolSettings.DEFAULTS);
        assertThat(client.breaks(Fault.BARE_NEWLINE).rcpt()).isEqualTo(250);
    }
}
