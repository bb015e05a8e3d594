package org.sekisho.app;

import static com.icegreen.greenmail.util.GreenMailUtil.sendTextEmail;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.event.EventSink;
import org.sekisho.net.Proxy;
import org.sekisho.settings.Endpoint;
import org.sekisho.settings.ListenerSettings;
import org.sekisho.settings.ProxySettings;
import org.sekisho.settings.UpstreamSettings;
import org.sekisho.settings.UpstreamSettings.Identity;

/** The proxy inside another program's test, as the README shows it. */
final class EmbeddedProxyTest {
    private final GreenMail mailServer = new GreenMail(smtpServer(0));

    @BeforeEach
    void startMailServer() {
        mailServer.start();
    }

    @AfterEach
    void stopMailServer() {
        mailServer.stop();
    }

    @Test
    void mailSentThroughTheProxyArrives() throws Exception {
        var settings = ProxySettings.of(
                "mx.example.org",
                ListenerSettings.inbound("mx", new Endpoint("127.0.0.1", 0)),
                UpstreamSettings.of(
                        new Endpoint("127.0.0.1", mailServer.getSmtp().getPort()), Identity.NONE));

        try (Proxy proxy = Proxy.start(settings, EventSink.NONE)) {
            int port = proxy.address("mx").getPort();
            sendTextEmail("you@example.com", "me@example.org", "Hello", "It works.", smtpServer(port));
        }

        assertThat(mailServer.getReceivedMessages()).hasSize(1);
    }

    @Test
    void theReadmeShowsTheTestAbove() throws Exception {
        String readme = withoutIndent(Path.of("..", "README.md"));
        String source = withoutIndent(Path.of("src/test/java/org/sekisho/app/EmbeddedProxyTest.java"));

        String shown = readme.replaceFirst("(?s).*```java\n(.*?)```.*", "$1");

        assertThat(source).contains(shown);
    }

    private static String withoutIndent(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?m)^ +", "");
    }

    private static ServerSetup smtpServer(int port) {
        return new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    }
}
