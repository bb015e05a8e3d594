/**
 * Bytes to lines, replies and message content, and back: the framing of SMTP and of the PROXY protocol, strict to the
 * octet. Each decoder serves one direction of one connection, is driven by that connection's event loop and is not
 * thread-safe. Knows Netty's buffers, but no channel and no handler; it decides nothing about mail.
 *
 * <p>Only CRLF ends a line and only CRLF "." CRLF ends a message (S1, S2), however the octets were cut into buffers
 * (S19). No decoder keeps a reference to a buffer it was given: what is left undecided is at most three octets of
 * content, or a partial line copied to the heap (J12).
 *
 * <p>What {@link DataDecoder} and {@link ChunkDecoder} pass on is the content as it goes upstream in DATA: canonical,
 * dot-stuffed, beginning at the start of a line and, once the message is whole, ending at one (an empty message is
 * nothing at all). So a header put before it, itself made of whole lines none of which begins with a dot, changes
 * nothing of it (S8, bug 22), and the terminator that follows is always {@code "." CRLF}.
 */
@NullMarked
package org.sekisho.net.codec;

import org.jspecify.annotations.NullMarked;
