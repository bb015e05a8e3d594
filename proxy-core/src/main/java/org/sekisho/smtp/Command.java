package org.sekisho.smtp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One client command, read and checked for syntax; sequence and policy are judged later. */
public sealed interface Command {

    Verb verb();

    record Helo(String name) implements Command {
        @Override
        public Verb verb() {
            return Verb.HELO;
        }
    }

    record Ehlo(String name) implements Command {
        @Override
        public Verb verb() {
            return Verb.EHLO;
        }
    }

    /** MAIL FROM. Parameters known here are well formed; unknown ones are kept for the session to refuse (E8). */
    record Mail(ReversePath from, List<Parameter> parameters) implements Command {
        public Mail {
            parameters = List.copyOf(parameters);
        }

        @Override
        public Verb verb() {
            return Verb.MAIL;
        }

        /** The parameter of that keyword, in upper case. */
        public Optional<Parameter> parameter(String keyword) {
            return Parameter.find(parameters, keyword);
        }

        /** The octets that the client announced with SIZE. */
        public OptionalLong size() {
            Optional<String> value = parameter("SIZE").flatMap(Parameter::value);
            return value.isPresent() ? OptionalLong.of(Long.parseLong(value.get())) : OptionalLong.empty();
        }

        public boolean smtpUtf8() {
            return parameter("SMTPUTF8").isPresent();
        }

        public boolean requireTls() {
            return parameter("REQUIRETLS").isPresent();
        }

        /** Whether path and parameters are ASCII; any other need SMTPUTF8 (E5, L15). */
        public boolean ascii() {
            return from.mailbox().map(Mailbox::ascii).orElse(true)
                    && parameters.stream().allMatch(Parameter::ascii);
        }
    }

    /** RCPT TO. */
    record Rcpt(Mailbox to, List<Parameter> parameters) implements Command {
        public Rcpt {
            parameters = List.copyOf(parameters);
        }

        @Override
        public Verb verb() {
            return Verb.RCPT;
        }

        /** The parameter of that keyword, in upper case. */
        public Optional<Parameter> parameter(String keyword) {
            return Parameter.find(parameters, keyword);
        }

        /** Whether path and parameters are ASCII; any other need SMTPUTF8 in MAIL (E5, L15). */
        public boolean ascii() {
            return to.ascii() && parameters.stream().allMatch(Parameter::ascii);
        }
    }

    /** BDAT: {@code size} octets follow the line at once. */
    record Bdat(long size, boolean last) implements Command {
        @Override
        public Verb verb() {
            return Verb.BDAT;
        }
    }

    /** BDAT with a readable size and a bad rest: the {@code size} octets follow all the same and are discarded (B2, B3). */
    record BadBdat(long size, Reply reply) implements Command {
        @Override
        public Verb verb() {
            return Verb.BDAT;
        }
    }

    /**
     * AUTH. The initial response is a secret: its owner overwrites it when it has been used.
     *
     * @param mechanism in upper case
     * @param initialResponse base64 as sent, {@code =} for an empty one; no element if there was none
     */
    record Auth(String mechanism, Optional<byte[]> initialResponse) implements Command {
        @Override
        public Verb verb() {
            return Verb.AUTH;
        }

        @Override
        public String toString() {
            return "AUTH " + mechanism + (initialResponse.isPresent() ? " ***" : "");
        }
    }

    /** A command whose arguments do not matter: DATA, RSET, NOOP, QUIT, VRFY, EXPN, HELP, STARTTLS. */
    record Simple(Verb verb) implements Command {}

    /**
     * A verb that is not known.
     *
     * @param word printable ASCII, cut to 64 characters; may be a password, sent after an AUTH that failed, so that no log
     *     shows it (A13)
     * @param notSmtp whether the client speaks another protocol, such as HTTP or TLS, and is best dropped (T12)
     */
    record Unknown(String word, boolean notSmtp) implements Command {
        @Override
        public Verb verb() {
            return Verb.OTHER;
        }
    }

    /**
     * A command that breaks the grammar; {@code reply} is the answer that the table of the protocol names. After a
     * malformed BDAT the session ends, as nobody knows how many octets follow (B3).
     */
    record Malformed(Verb verb, Reply reply) implements Command {}
}
