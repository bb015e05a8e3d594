package org.sekisho.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.net.io.Addresses;
import org.sekisho.smtp.Capabilities;
import org.sekisho.smtp.Command;
import org.sekisho.smtp.CommandParser;
import org.sekisho.smtp.Reply;
import org.sekisho.smtp.Verb;

class UpstreamLinesTest {

    private static Capabilities offering(String keywords) {
        List<String> lines = new ArrayList<>(List.of("mta"));
        lines.addAll(List.of(keywords.split(" ")));
        return Capabilities.ofEhlo(new Reply(250, lines));
    }

    private static UpstreamLink link(String keywords) {
        UpstreamLink link = new UpstreamLink(new OpenPort(offering(keywords)), failure -> {});
        ClientIdentity client = new ClientIdentity(Addresses.LOOPBACK4, 1, "c.example", true);
        link.open(client, () -> {}, failure -> {});
        return link;
    }

    private static Command.Mail mail(String line) {
        return (Command.Mail) CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static Command.Rcpt rcpt(String line) {
        return (Command.Rcpt) CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "mail from:<A@b> size=100, SIZE, MAIL FROM:<A@b> SIZE=100",
        "MAIL FROM:<A@b> SIZE=100, DSN, MAIL FROM:<A@b>",
        "MAIL FROM: a@b, SIZE, MAIL FROM:<a@b>",
        "MAIL FROM:<> BODY=7BIT, DSN, MAIL FROM:<>",
        "MAIL FROM:<> BODY=7BIT, 8BITMIME, MAIL FROM:<> BODY=7BIT",
        "MAIL FROM:<a@b> AUTH=x, SIZE, MAIL FROM:<a@b>",
        "MAIL FROM:<a@b> ret=FULL ENVID=x+2By, DSN, MAIL FROM:<a@b> ret=FULL ENVID=x+2By"
    })
    void mailIsRebuiltWithWhatTheUpstreamOffers(String line, String offered, String rebuilt) {
        assertThat(UpstreamLines.mail(mail(line), link(offered), false, 0)).contains(rebuilt);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM:<a@b> BODY=8BITMIME, SIZE",
        "MAIL FROM:<a@b> SMTPUTF8, 8BITMIME",
        "MAIL FROM:<a@b> RET=FULL, SIZE",
        "MAIL FROM:<a@b> REQUIRETLS, SIZE"
    })
    void whatTheClientWasPromisedIsNeverLeftOut(String line, String offered) {
        assertThat(UpstreamLines.mail(mail(line), link(offered), false, 0)).isEmpty();
    }

    @Test
    void theSizeHoldsWhatTheProxyAdds() {
        assertThat(UpstreamLines.mail(mail("MAIL FROM:<a@b> SIZE=100"), link("SIZE"), false, 24))
                .contains("MAIL FROM:<a@b> SIZE=124");
    }

    @Test
    void theAuthorIsTakenFromTheTrustedOnly() {
        Command.Mail mail = mail("MAIL FROM:<a@b> AUTH=other@c");

        assertThat(UpstreamLines.mail(mail, link("AUTH=PLAIN"), true, 0)).contains("MAIL FROM:<a@b> AUTH=other@c");
        assertThat(UpstreamLines.mail(mail, link("AUTH=PLAIN"), false, 0)).contains("MAIL FROM:<a@b> AUTH=<>");
    }

    @Test
    void rcptKeepsItsParametersAsWritten() {
        Command.Rcpt rcpt = rcpt("rcpt to:<@r:B@c> notify=Never ORCPT=rfc822;X@y");

        assertThat(UpstreamLines.rcpt(rcpt, link("DSN"))).contains("RCPT TO:<B@c> notify=Never ORCPT=rfc822;X@y");
        assertThat(UpstreamLines.rcpt(rcpt, link("SIZE"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM:<a@b> SIZE=1, true",
        "MAIL FROM:<a@b> SIZE=1 FOO, false",
        "MAIL FROM:<a@b> NOTIFY=NEVER, false",
        "MAIL FROM:<a@b> RET=FULL, false",
        "MAIL FROM:<a@b>, true"
    })
    void onlyParametersInTheOfferAreTaken(String line, boolean taken) {
        assertThat(UpstreamLines.offered(Verb.MAIL, mail(line).parameters(), offering("SIZE")))
                .isEqualTo(taken);
    }

    /** Opens at once, and takes nothing. */
    private record OpenPort(Capabilities offered) implements UpstreamPort {
        @Override
        public void open(ClientIdentity client, Opening opening) {
            opening.ready(offered);
        }

        @Override
        public void send(String line, Consumer<Reply> answer) {
            throw new AssertionError("Nothing is sent here");
        }

        @Override
        public void sendSecret(byte[] line, Consumer<Reply> answer) {
            throw new AssertionError("Nothing is sent here");
        }

        @Override
        public void content(byte[] lines) {
            throw new AssertionError("Nothing is sent here");
        }

        @Override
        public void endContent(Consumer<Reply> answer) {
            throw new AssertionError("Nothing is sent here");
        }

        @Override
        public void closeIfIdle(Duration limit) {
            throw new AssertionError("Nothing closes here");
        }

        @Override
        public void quit() {
            throw new AssertionError("Nothing closes here");
        }

        @Override
        public void abort() {
            throw new AssertionError("Nothing closes here");
        }

        @Override
        public String address() {
            return "192.0.2.1:25";
        }
    }
}
