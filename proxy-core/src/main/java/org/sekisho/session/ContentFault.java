package org.sekisho.session;

/** Why a message cannot be relayed. */
public enum ContentFault {
    /** It holds a CR or LF that is not part of CRLF (S3, S13). */
    BARE_NEWLINE,
    /** It is longer than allowed (E1). */
    TOO_LARGE,
    /** It was refused, and the client went on sending past all reason: the connection is closed. */
    ENDLESS
}
