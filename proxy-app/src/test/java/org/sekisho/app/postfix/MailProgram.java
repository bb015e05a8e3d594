package org.sekisho.app.postfix;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A program that logs in at a port of this machine and sends one mail. */
interface MailProgram {
    String RECIPIENT = "someone@elsewhere.example";

    /** Nothing if that went well, or what the program says. */
    String sends(String account, String secret);

    /** @param wire plain, starttls or implicit */
    static MailProgram swaks(int port, String wire, String mechanism) {
        Map<String, List<String>> tls =
                Map.of("plain", List.of(), "starttls", List.of("--tls"), "implicit", List.of("--tls-on-connect"));
        return (account, secret) -> {
            List<String> command = new ArrayList<>(List.of("swaks", "--server", "127.0.0.1:" + port));
            command.addAll(tls.getOrDefault(wire, List.of()));
            command.addAll(List.of("--auth", mechanism, "--auth-user", account, "--auth-password", secret));
            command.addAll(List.of("--from", account, "--to", RECIPIENT));
            Program swaks = Program.run("swaks libnet-ssleay-perl", command);
            return swaks.exitCode() == 0 ? "" : swaks.all();
        };
    }

    static MailProgram jakartaMail(int port, String wire, String mechanism) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "mail.smtp.auth",
                "true",
                "mail.smtp.auth.mechanisms",
                mechanism,
                "mail.smtp.starttls.required",
                Boolean.toString(wire.equals("starttls")),
                "mail.smtp.starttls.enable",
                Boolean.toString(wire.equals("starttls")),
                "mail.smtp.ssl.enable",
                Boolean.toString(wire.equals("implicit")),
                "mail.smtp.ssl.trust",
                "*",
                "mail.smtp.ssl.checkserveridentity",
                "false"));
        return (account, secret) -> {
            Session session = Session.getInstance(settings);
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect("127.0.0.1", port, account, secret);
                MimeMessage message = new MimeMessage(session);
                message.setFrom(account);
                message.setRecipient(Message.RecipientType.TO, new InternetAddress(RECIPIENT));
                message.setSubject("One");
                message.setText("Two");
                transport.sendMessage(message, message.getAllRecipients());
                return "";
            } catch (MessagingException e) {
                return e.toString();
            }
        };
    }
}
