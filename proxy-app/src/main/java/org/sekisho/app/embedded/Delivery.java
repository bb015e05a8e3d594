package org.sekisho.app.embedded;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail transaction. */
final class Delivery implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final MailDirectory mail;
    private final long sizeMax;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    Delivery(MailDirectory mail, long sizeMax) {
        this.mail = mail;
        this.sizeMax = sizeMax;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) {
        recipients.add(recipient);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        try {
            return "2.0.0 kept as " + mail.keep(new Envelope(sender, recipients), new Bounded(data, sizeMax));
        } catch (TooLong e) {
            // The session stays in step only if the rest of the message is read.
            data.transferTo(OutputStream.nullOutputStream());
            throw new RejectException(552, "5.3.4 The message is longer than " + sizeMax + " octets");
        } catch (IOException e) {
            // Fails again, and ends the session, if it was the connection that broke.
            data.transferTo(OutputStream.nullOutputStream());
            LOG.warn("The embedded mail server could not keep a message, the client is told to try again", e);
            throw new RejectException(451, "4.3.0 The message could not be kept, try again later");
        }
    }

    @Override
    public void done() {
        // Nothing is held between transactions.
    }

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Fails when the message is longer than it may be. */
    private static final class Bounded extends FilterInputStream {
        private final long max;
        private long count;

        Bounded(InputStream in, long max) {
            super(in);
            this.max = max;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            return counted(read, read);
        }

        private int counted(int result, int octets) throws TooLong {
            if (result >= 0) {
                count += octets;
            }
            if (count > max) {
                throw new TooLong();
            }
            return result;
        }
    }
}
