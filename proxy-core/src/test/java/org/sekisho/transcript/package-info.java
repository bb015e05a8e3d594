/**
 * Replays SMTP sessions that are written down as text through the whole proxy but its sockets: the listener, the codecs,
 * the session, the upstream's dialogue and its probe, with time, policy and both peers played by the transcript. The
 * notation is told in {@code src/test/resources/transcripts/README.md}.
 */
@NullMarked
package org.sekisho.transcript;

import org.jspecify.annotations.NullMarked;
