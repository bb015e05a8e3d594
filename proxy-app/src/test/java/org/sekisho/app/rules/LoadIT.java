package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekisho.testing.RawClient;
import org.sekisho.testing.ScriptedUpstream;

/** A rule that acts under load only, as the proxy itself counts its sessions. */
class LoadIT {
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                tarpit: {delay: 1s, load: {above: 1, below: 1}}
            """;

    private final ScriptedUpstream mailServer =
            ScriptedUpstream.start().offering("PIPELINING", "ENHANCEDSTATUSCODES", "XCLIENT NAME ADDR PORT PROTO HELO");
    private final Site site = new Site(mailServer, RULES);

    @AfterEach
    void stop() {
        site.close();
        mailServer.close();
    }

    /** Capability 2.15: suspects are delayed only while the load justifies it. */
    @Test
    void restsWithOneSessionOpenAndActsWithTwo() {
        String second = site.bot(90);
        RawClient alone = recipient(Site.BOT);
        assertThat(site.log()).doesNotContain("acted=tarpit");
        RawClient beside = recipient(second);
        site.awaitLog(" decision .*acted=tarpit");
        assertThat(explained(site.bot(91))).contains("2 sessions are open; it began above 1");
        beside.close();
        alone.close();

        assertThat(site.log().lines().filter(line -> line.contains("acted=tarpit")))
                .singleElement()
                .asString()
                .contains(" client=" + second + " ");
    }

    private RawClient recipient(String address) {
        return site.client(address)
                .command("MAIL FROM:<a@example.org>", "250 ")
                .command("RCPT TO:<user@example.com>", "250 ");
    }

    private String explained(String address) {
        return site.ask("explain", "--client", address, "--from", "a@example.org", "--rcpt", "user@example.com");
    }
}
