package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sekisho.app.action.MailSettings.About;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;
import org.sekisho.rules.origin.Origin;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Endpoint;
import org.sekisho.testing.ManualTime;

final class BanMailTest {
    private final GreenMail operator = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ManualTime time = new ManualTime();
    private Origins origins = Origins.NONE;

    @BeforeEach
    void start() {
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop();
    }

    @Test
    @DisplayName("capability 1.2: an alert to destemail from sender, the ban only")
    void tellsTheOperatorOfABan() throws Exception {
        mail(settings(false, false), Optional.empty()).take(List.of(Bans.banned(Bans.HARVESTER)));

        MimeMessage message = only();
        assertThat(message.getSubject()).isEqualTo("[Sekisho] harvest: banned 192.0.2.7 from mx.example.org");
        assertThat(message.getFrom()).extracting(Object::toString).containsExactly("sekisho@mx.example.org");
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly("root@example.org");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSentDate()).isEqualTo(Bans.NOW);
        assertThat(text(message)).isEqualTo("""
                        Hi,

                        The IP 192.0.2.7 has just been banned by Sekisho after
                        3 attempts against harvest.

                        Time: 2027-01-04 12:00:00 UTC
                        Until: 2027-01-04 13:00:00 UTC
                        Earlier bans: 1

                        Regards,

                        Sekisho""");
    }

    @Test
    @DisplayName("capability 1.2: an alert with whois")
    void tellsWhoseTheAddressIs() throws Exception {
        try (Registry registry = Registry.saying("netname: EXAMPLE\ncountry: SC\n")) {
            mail(settings(true, false), Optional.of(whois(registry.address())))
                    .take(List.of(Bans.banned(Bans.HARVESTER)));
        }

        assertThat(text(only()))
                .contains("\nCountry: SC\n")
                .contains("\nHere is more information about 192.0.2.7 :\n\nnetname: EXAMPLE\ncountry: SC\n\nRegards,");
    }

    @Test
    @DisplayName("capability 1.14: the country of the source, without whois")
    void tellsWhereTheAddressIsFromTheFiles() throws Exception {
        origins = address -> new Origin(
                Optional.of("SC"), Optional.of(new Origin.AutonomousSystem(64500, "Example")), Optional.empty());
        mail(settings(false, false), Optional.empty()).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(text(only())).contains("\nCountry: SC\nSystem: AS64500 Example\n\nRegards");
    }

    @Test
    @DisplayName("capability 1.2: an alert with the log lines")
    void tellsWhatTheClientDid() throws Exception {
        mail(settings(false, true), Optional.empty()).take(List.of(Bans.banned(Bans.HARVESTER)));

        assertThat(text(only()))
                .contains(
                        "\nWhat it did:\n\n2027-01-04T11:59:58Z unknown user <a@example.net> to <x@example.org>\n",
                        "to <\\u001b[2Jy@example.org>\n");
    }

    @Test
    @DisplayName("capability 1.13: missing whois does not break the mail")
    void goesOutWithoutWhois() throws Exception {
        // Bound and not listening: whoever connects is refused, and no other process gets the port.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Endpoint nobody = new Endpoint("127.0.0.1", silent.getLocalPort());
            mail(settings(true, false), Optional.of(whois(nobody))).take(List.of(Bans.banned(Bans.HARVESTER)));

            assertThat(text(only())).contains("missing whois: " + nobody + " cannot be asked: ");
        }
    }

    @Test
    void tellsWhoseWordAnOperatorsBanWas() throws Exception {
        Ban ban = new Ban(
                Bans.HARVESTER.subject(),
                "manual",
                Bans.NOW,
                Optional.empty(),
                "alice",
                0,
                0,
                List.of(),
                Bans.HARVESTER.response());
        mail(settings(false, true), Optional.empty()).take(List.of(Bans.banned(ban)));

        assertThat(text(only()))
                .contains("The IP 192.0.2.7 has just been banned in manual by alice.", "Until: an operator ends it");
    }

    @Test
    void tellsWhatAJailThatObservesWouldHaveDone() throws Exception {
        mail(settings(false, false), Optional.empty()).take(List.of(new BanEvent.WouldBan(Bans.HARVESTER, Bans.NOW)));

        assertThat(only().getSubject()).isEqualTo("[Sekisho] harvest: would ban 192.0.2.7 from mx.example.org");
    }

    @Test
    void tellsWhyAClientWasSpared() throws Exception {
        mail(settings(false, false), Optional.empty())
                .take(List.of(new BanEvent.Spared(Bans.HARVESTER, Bans.NOW, "it sent 40 good mails")));

        assertThat(text(only())).contains("It was spared: it sent 40 good mails.");
    }

    @Test
    void aRestoredBanIsNoNews() {
        assertThat(mail(settings(false, false), Optional.empty()).wants(Bans.restored(Bans.HARVESTER)))
                .isFalse();
    }

    @Test
    void jailsThatAreNotNamedAreNotToldOf() {
        MailSettings usual = settings(false, false);
        MailSettings others = new MailSettings(
                usual.to(),
                usual.from(),
                usual.server(),
                usual.about(),
                false,
                usual.whoisServer(),
                false,
                60,
                List.of("recidive"));

        assertThat(mail(others, Optional.empty()).wants(Bans.banned(Bans.HARVESTER)))
                .isFalse();
    }

    @Test
    void whatIsTooMuchForTheHourBecomesOneSummary() throws Exception {
        BanMail mail = mail(settings(2), Optional.empty());
        for (int i = 1; i <= 5; i++) {
            mail.take(List.of(Bans.banned("192.0.2." + i)));
        }
        assertThat(operator.getReceivedMessages()).hasSize(2);

        time.advance(Duration.ofHours(1));
        mail.idle();
        mail.idle();

        MimeMessage[] all = operator.getReceivedMessages();
        assertThat(all).hasSize(3);
        assertThat(all[2].getSubject()).isEqualTo("[Sekisho] 3 more events from mx.example.org");
        assertThat(text(all[2])).contains("harvest: 3\n");
    }

    @Test
    void theSummaryIsNotForgottenWhenTheProgramStops() throws Exception {
        BanMail mail = mail(settings(1), Optional.empty());
        mail.take(List.of(Bans.banned("192.0.2.1")));
        mail.take(List.of(Bans.banned("192.0.2.2")));
        mail.end();

        assertThat(operator.getReceivedMessages()).hasSize(2);
    }

    @Test
    void saysWhichServerDidNotTakeTheMail() {
        BanMail mail = mail(settings(false, false), Optional.empty());
        Endpoint server = settings(false, false).server();
        operator.stop();

        assertThatThrownBy(() -> mail.take(List.of(Bans.banned(Bans.HARVESTER))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(server + " did not take the mail: ");
    }

    private BanMail mail(MailSettings settings, Optional<Whois> whois) {
        return new BanMail(settings, "mx.example.org", whois, origins, time);
    }

    private static Whois whois(Endpoint server) {
        return new Whois(server, Whois.LIMIT, InstantSource.system());
    }

    private MailSettings settings(boolean whois, boolean evidence) {
        return settings(whois, evidence, 60);
    }

    private MailSettings settings(int perHour) {
        return settings(false, false, perHour);
    }

    private MailSettings settings(boolean whois, boolean evidence, int perHour) {
        return new MailSettings(
                List.of("root@example.org"),
                Optional.empty(),
                new Endpoint("127.0.0.1", operator.getSmtp().getPort()),
                List.of(About.values()),
                whois,
                MailSettings.DEFAULTS.whoisServer(),
                evidence,
                perHour,
                List.of());
    }

    private MimeMessage only() {
        MimeMessage[] all = operator.getReceivedMessages();
        assertThat(all).hasSize(1);
        return all[0];
    }

    private static String text(MimeMessage message) throws MessagingException, IOException {
        return message.getContent().toString().replace("\r\n", "\n");
    }
}
