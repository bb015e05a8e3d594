package org.sekisho.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sekisho.app.admin.IncidentLine;
import org.sekisho.app.admin.IncidentLine.Deliveries;
import org.sekisho.app.admin.IncidentLine.Mail;
import org.sekisho.app.admin.IncidentLine.Moment;

final class IncidentTextTest {
    private static final Instant NOON = Instant.parse("2027-01-04T12:00:00Z");

    private static final IncidentLine INCIDENT = new IncidentLine(
            "kami-ruteso",
            "taro\u001b[2J@example.jp",
            NOON,
            "defended",
            NOON,
            Optional.of(Instant.parse("2027-01-05T12:00:00Z")),
            "new-origins",
            "203.0.113.66",
            "BR AS64500",
            List.of("trialMails", "messages"),
            17,
            Optional.of(5L),
            Optional.of(Instant.parse("2027-01-04T13:00:00Z")),
            true,
            List.of(new Moment(NOON, "00:00", "probe", "text", "sekisho", "00:00  probe      text (sekisho)")),
            Optional.of(new Deliveries(new Mail(100, 30, 10, 40), new Mail(100, 1, 0, 1))));

    private static String printed(Consumer<IncidentText> what) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        what.accept(new IncidentText(new PrintStream(out, true, StandardCharsets.UTF_8)));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsAnIncidentInOneLineWithWhatIsOverdue() {
        assertThat(printed(text -> text.brief(INCIDENT)))
                .isEqualTo("kami-ruteso  defended  2027-01-04T12:00:00Z  taro\\u001b[2J@example.jp"
                        + "  trialMails messages  NOTICE OVERDUE\n");
    }

    @Test
    void showsAllOfAnIncident() {
        assertThat(printed(text -> text.whole(INCIDENT))).isEqualTo("""
                        Incident kami-ruteso of the account taro\\u001b[2J@example.jp
                          state:    defended since 2027-01-04T12:00:00Z, until 2027-01-05T12:00:00Z
                          meets:    new origins only
                          nets:     trialMails, messages
                          client:   203.0.113.66 BR AS64500
                          attempts: 17
                          abused:   on day 5 (the trial was day 0)
                          notice:   due 2027-01-04T13:00:00Z, OVERDUE
                          errors:   40.0 % of all accounts' mail in the week before, 1.0 % in the week after

                          00:00  probe      text (sekisho)
                        """);
    }
}
