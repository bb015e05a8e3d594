package org.sekisho.rules.talk;

import java.util.List;

/**
 * Which faults count against a client in the session in which it makes them. A client that speaks another protocol is cut
 * off in any case (T12).
 *
 * @param pipelining sending on where a client has to wait for a reply: behind EHLO, HELO, DATA, AUTH or STARTTLS, or
 *     anywhere before it was offered PIPELINING
 * @param bareNewline a CR or LF that is not part of CRLF, in a command or in a message that is refused for it
 * @param exempt networks whose clients may do both: some appliances and backup scripts never wait
 */
public record ProtocolSettings(boolean pipelining, boolean bareNewline, List<String> exempt) {
    public static final ProtocolSettings DEFAULTS = new ProtocolSettings(true, true, List.of());

    public ProtocolSettings {
        exempt = List.copyOf(exempt);
        Networks.parse("exempt", exempt);
    }
}
