package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.app.config.CommandLineSettings;
import org.sekisho.app.config.ConfigurationException;
import org.sekisho.app.config.ConfigurationLoader;

final class GreetingTest {

    @Test
    void tellsANewcomerInSixLinesWhatRunsAndWhatToTry() throws ConfigurationException, UnknownHostException {
        List<String> lines = lines(CommandLineSettings.NONE);

        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).contains("takes mail on 127.0.0.1:2525 (mx) for its embedded mail server");
        assertThat(lines.get(1)).contains("/sekisho-mail, a file TIME-ID.eml for each message");
        assertThat(lines.get(2)).contains("swaks --server 127.0.0.1:2525");
        assertThat(lines.get(3)).contains("curl smtp://127.0.0.1:2525");
        assertThat(lines.get(4)).contains("sekisho run --listen 127.0.0.1:2525 --upstream");
        assertThat(lines.get(5)).startsWith("Rules of the profile observe: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:25  | xclient | smtpd_authorized_xclient_hosts = 127.0.0.1         | --identity none
            [::1]:25      | xclient | smtpd_authorized_xclient_hosts = [::1]             | --identity none
            mail.test:25  | xclient | smtpd_authorized_xclient_hosts = (this proxy's     | --identity none
            127.0.0.1:25  | proxy   | smtpd_upstream_proxy_protocol = haproxy            | --identity none
            127.0.0.1:25  | none    | must not trust it                                  | --identity xclient
            """)
    void saysWhatTheUpstreamNeeds(String upstream, String identity, String need, String alternative)
            throws ConfigurationException, UnknownHostException {
        List<String> lines =
                lines(new CommandLineSettings(List.of(), List.of(upstream), Optional.of(identity), Optional.empty()));

        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).endsWith("and relays it to " + upstream + ".");
        assertThat(lines.get(2)).contains(need);
        assertThat(lines.get(3)).contains(alternative);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:0,  takes mail on 0.0.0.0:2525 (mx), --server 127.0.0.1:2525",
        "[::]:0,     takes mail on [::]:2525 (mx),    --server [::1]:2525",
        "192.0.2.1:0, takes mail on 192.0.2.1:2525,   --server 192.0.2.1:2525"
    })
    void namesTheAddressThatIsConfiguredAndOneToConnectTo(String listen, String where, String attempt)
            throws ConfigurationException, UnknownHostException {
        List<String> lines =
                lines(new CommandLineSettings(List.of(listen), List.of(), Optional.empty(), Optional.empty()));

        assertThat(lines.get(0)).contains(where);
        assertThat(lines.get(2)).contains(attempt);
    }

    private static List<String> lines(CommandLineSettings options) throws ConfigurationException, UnknownHostException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return Greeting.lines(
                new ConfigurationLoader(Map.of()).load(Optional.empty(), options),
                Map.of("mx", new InetSocketAddress(loopback, 2525)));
    }
}
