package org.sekisho.app.pseudonym;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.policy.Stage;
import org.sekisho.smtp.Mailbox;

/**
 * How those who send and receive mail are called in what is written down: log, decisions, audit. Every text goes through
 * here on its way out. Thread-safe.
 */
public interface Names {
    /** Everybody by the own name. */
    Names AS_THEY_ARE = new Names() {
        @Override
        public String address(String address) {
            return address;
        }

        @Override
        public String account(String account) {
            return account;
        }

        @Override
        public String mailbox(String mailbox) {
            return mailbox;
        }

        @Override
        public String text(String text, Persons persons) {
            return text;
        }
    };

    /**
     * Who takes part in what is told, so that they are found in a text, too, where no form gives them away.
     *
     * @param mailboxes sender and recipients
     */
    record Persons(Optional<String> account, List<String> mailboxes) {
        public static final Persons UNKNOWN = new Persons(Optional.empty(), List.of());

        public Persons {
            mailboxes = List.copyOf(mailboxes);
        }

        /** Those of a decision. */
        public static Persons at(Stage stage) {
            Optional<String> account = Optional.empty();
            if (stage instanceof Stage.AtAuth at) {
                account = at.account();
            } else if (stage instanceof Stage.Introduced known) {
                account = known.introduction().account();
            }
            Stream<String> sender = stage instanceof Stage.Sending known
                    ? Stream.of(known.sender().toString())
                    : Stream.empty();
            Stream<Mailbox> recipients = Stream.empty();
            if (stage instanceof Stage.AtRcpt at) {
                recipients = Stream.of(at.recipient());
            } else if (stage instanceof Stage.AtData at) {
                recipients = at.recipients().stream();
            }
            return new Persons(
                    account,
                    Stream.concat(sender, recipients.map(Mailbox::written)).toList());
        }
    }

    /** An address or a network. */
    String address(String address);

    String account(String account);

    /** A mailbox; nothing stays nothing. */
    String mailbox(String mailbox);

    /** A text in which any of them may stand. */
    String text(String text, Persons persons);

    /** A text about nobody in particular. */
    default String text(String text) {
        return text(text, Persons.UNKNOWN);
    }
}
