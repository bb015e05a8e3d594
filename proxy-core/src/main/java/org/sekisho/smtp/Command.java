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

        public Optional<Parameter> parameter(String keyword) {
            return find(parameters, keyword);
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
    }

    /** BDAT: {@code size} octets follow the line at once. */
    record Bdat(long size, boolean last) implements Command {
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

    /** A verb that is not known, printable and cut to 64 characters. */
    record Unknown(String word) implements Command {
        @Override
        public Verb verb() {
            return Verb.OTHER;
        }
    }

    /** A command that breaks the grammar; {@code reply} is the answer that the table of the protocol names. */
    record Malformed(Verb verb, Reply reply) implements Command {}

    private static Optional<Parameter> find(List<Parameter> parameters, String keyword) {
        for (Parameter parameter : parameters) {
            if (parameter.keyword().equals(keyword)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }
}
