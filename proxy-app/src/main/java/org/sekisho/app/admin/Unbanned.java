package org.sekisho.app.admin;

import java.util.List;
import java.util.Optional;

/**
 * What came of an unban.
 *
 * @param ended the bans that were ended
 * @param still what else holds the subject back: a wider ban, the limits, greylisting; of a network, bans around and inside it
 */
public record Unbanned(List<BanLine> ended, List<String> still) {
    /**
     * Whose bans an operator wants to be ended.
     *
     * @param subjects none for all
     * @param jail empty for whichever it was
     */
    public record Wish(List<String> subjects, Optional<String> jail) {}
}
