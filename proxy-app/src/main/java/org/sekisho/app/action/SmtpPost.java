package org.sekisho.app.action;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.sekisho.settings.Endpoint;

/** Hands mail to the operator's mail server; blocks while it does. */
public final class SmtpPost {
    /** Milliseconds for connecting and for each reply. */
    private static final String PATIENCE = "10000";

    private final Endpoint server;
    private final String from;
    private final Session session;

    /**
     * Says no password, and nothing under TLS: the server is the operator's own.
     *
     * @param hostName our name, for EHLO
     */
    public SmtpPost(Endpoint server, String from, String hostName) {
        this.server = server;
        this.from = from;
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", PATIENCE);
        properties.put("mail.smtp.timeout", PATIENCE);
        properties.put("mail.smtp.writetimeout", PATIENCE);
        // Otherwise EHLO and Message-ID have what this machine's own name is looked up to be.
        properties.put("mail.smtp.localhost", hostName);
        properties.put("mail.from", from);
        session = Session.getInstance(properties);
    }

    /** @throws IOException if the server does not take it, in words for an operator */
    public void send(Letter letter, List<String> to, Instant date) throws IOException {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(letter, to, date);
            transport.connect(server.host(), server.port(), null, null);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw new IOException(server + " did not take the mail: " + reason(e), e);
        }
    }

    private MimeMessage message(Letter letter, List<String> to, Instant date) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        for (String address : to) {
            Address recipient = new InternetAddress(address);
            message.addRecipient(Message.RecipientType.TO, recipient);
        }
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(date));
        // No vacation notices in return (RFC 3834 section 5).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(letter.body(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** The innermost exception has the server's words, in one line. */
    private static String reason(MessagingException e) {
        Exception cause = e;
        while (cause instanceof MessagingException mail && mail.getNextException() != null) {
            cause = mail.getNextException();
        }
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
