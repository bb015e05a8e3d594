package org.sekisho.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Complaints as feedback loops send them. */
class FeedbackReportTest {
    private static final String REPORTED = """
            Received: from mx.example.net by feedback.example.net; Mon, 4 Jan 2027 12:00:00 +0000
            Received: from [203.0.113.66] (unknown [203.0.113.66])
                (Authenticated sender: Taro@example.jp)
                by mail.example.jp (Postfix) with ESMTPSA id 1234; Mon, 4 Jan 2027 11:59:00 +0000
            Received: from x (Authenticated sender: hanako@example.jp) by mail.example.jp (Postfix)
            From: Bank <bank@example.com>
            Subject: your account

            text
            """;

    private static String mail(String fields, String type, String reported) {
        return """
                From: <abuse@example.net>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="b"

                --b
                Content-Type: text/plain

                This is a report.

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: SomeGenerator/1.0
                Version: 1
                %s
                --b
                Content-Type: %s

                %s
                --b--
                """.formatted(fields, type, reported);
    }

    private static FeedbackReport read(String mail) throws IOException {
        byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return FeedbackReport.read(new ByteArrayInputStream(octets), "mail.example.jp");
    }

    @Test
    @DisplayName("capability 4.11: a complaint in ARF names the account that our mail server has authenticated")
    void namesTheAccountThatOurMailServerHasAuthenticated() throws IOException {
        FeedbackReport report = read(mail("Original-Mail-From: <bounces@example.org>\n", "message/rfc822", REPORTED));

        assertThat(report.account()).contains("taro@example.jp");
        assertThat(report.summary()).isEqualTo("feedback report (abuse) by SomeGenerator/1.0");
    }

    @Test
    void readsHeadersAlone() throws IOException {
        assertThat(read(mail("", "text/rfc822-headers", REPORTED)).account()).contains("taro@example.jp");
    }

    @Test
    @DisplayName("capability 4.11: nobody is blamed on the word of the report alone, which anybody can write")
    void doesNotBelieveTheSenderInTheReport() throws IOException {
        FeedbackReport report =
                read(mail("Original-Mail-From: <Taro@example.jp>\n", "message/rfc822", "Subject: x\n\ntext\n"));

        assertThat(report.account()).isEmpty();
    }

    @Test
    void believesNoHeaderThatIsNotOurs() throws IOException {
        String forged = "Received: from x (Authenticated sender: hanako@example.jp) by mail.example.jp.example.com\n\n";

        assertThat(read(mail("", "message/rfc822", forged)).account()).isEmpty();
    }

    @Test
    void refusesWhatIsNoReport() {
        assertThatThrownBy(() -> read("Subject: x\nContent-Type: text/plain\n\nI complain\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("this is no feedback report: its Content-Type is text/plain and not multipart/report");
    }
}
