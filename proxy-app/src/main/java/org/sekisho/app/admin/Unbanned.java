package org.sekisho.app.admin;

import java.util.List;

/**
 * What came of an unban.
 *
 * @param ended the bans that were ended
 * @param still what else holds the subject back: a wider ban, the limits, greylisting
 */
public record Unbanned(List<BanLine> ended, List<String> still) {}
