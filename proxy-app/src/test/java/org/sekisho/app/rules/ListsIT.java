package org.sekisho.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.app.postfix.RealPostfix;
import org.sekisho.testing.RawClient;

/** What lists and DNS say about a client, its greeting and its sender. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListsIT {
    private static final String RULES = """
            rules:
              profile: standard
              set:
                early-talker: {greetWait: 0s}
                helo: {own: [203.0.113.25]}
                sender-ns: {names: [dns.spam.example]}
                dns-lists: {lists: [{zone: secretkey.bl.example, weight: 1, shownAs: bl.example}]}
            """;
    private static final String GOOD_NAME = "mail.friend.example";

    private final RealPostfix postfix = RealPostfix.usual("");
    private final Site site = new Site(postfix, RULES);

    @AfterAll
    void stop() {
        site.close();
        postfix.close();
    }

    /** Capability 2.10: our own name and address, and the published names of bots. */
    @ParameterizedTest
    @ValueSource(strings = {"mx.example.com", "[203.0.113.25]", "m20.mailyes.net", "SPK02"})
    void refusesWhoGreetsAsWeOrAsBotsDo(String helo) {
        assertThat(mail(Site.MAIL_SERVER, helo, "a@example.org")).startsWith("550 5.7.1 HELO with a name ");
    }

    /** Capability 2.11. */
    @Test
    void refusesSendersWhoseDomainIsServedByAListedNameServer() {
        site.dns().zone().add("bulk.example 300 NS ns1.dns.spam.example").add("bulk.example 300 MX 10 mx.bulk.example");
        assertThat(mail(Site.MAIL_SERVER, GOOD_NAME, "a@bulk.example"))
                .startsWith("550 5.7.1 Mail from domains on the sender's name servers is refused here");
    }

    @Test
    void refusesSendersWhoseDomainTakesNoMail() {
        site.dns().zone().add("silent.example 300 MX 0 .");
        assertThat(mail(Site.MAIL_SERVER, GOOD_NAME, "a@silent.example")).startsWith("550 5.7.27 ");
    }

    @Test
    void refusesSendersWhoseDomainDoesNotExist() {
        assertThat(mail(Site.MAIL_SERVER, GOOD_NAME, "a@no-such-domain.example"))
                .startsWith("550 5.1.8 ");
    }

    /** A name server that fails says nothing about a domain: mail goes on. */
    @Test
    void letsSendersInWhoseNameServersFail() {
        site.dns().failing("broken.example");
        assertThat(mail(Site.MAIL_SERVER, GOOD_NAME, "a@broken.example")).startsWith("250 ");
    }

    @Test
    void refusesAListedClientAndKeepsTheKeyOfTheZoneSecret() {
        site.dns()
                .zone()
                .host("mail.listed.example", "192.0.2.66")
                .add("66.2.0.192.secretkey.bl.example 300 A 127.0.0.2");

        String reply = mail("192.0.2.66", "mail.listed.example", "a@example.org");

        assertThat(reply).startsWith("550 5.7.1 Your address 192.0.2.66 is listed by bl.example");
        assertThat(reply + site.log() + site.ask("why", Site.reference(reply))).doesNotContain("secretkey");
    }

    /** The reply to the first recipient. */
    private String mail(String address, String helo, String sender) {
        try (RawClient client = site.connect(address).expect("220").command("EHLO " + helo, "250")) {
            client.command("MAIL FROM:<" + sender + ">", "250 ");
            return client.command("RCPT TO:<user@example.com>");
        }
    }
}
