package org.sekisho.rules.sender;

/**
 * The settings of the rule {@code sender-domain}.
 *
 * @param nullMx whether senders are refused whose domain says that it takes no mail (RFC 7505), and so no bounces
 * @param nonexistent whether senders are refused whose domain does not exist
 */
public record SenderDomainSettings(boolean nullMx, boolean nonexistent) {
    public static final SenderDomainSettings DEFAULTS = new SenderDomainSettings(true, true);
}
