package org.sekisho.app.action;

/** What is done when somebody is banned, beside what the session does. Nothing, as long as nothing is written. */
public record ActionSettings(
        MailSettings mail, NftablesSettings nftables, CommandSettings command, WebhookSettings webhook) {
    public static final ActionSettings DEFAULTS = new ActionSettings(
            MailSettings.DEFAULTS, NftablesSettings.DEFAULTS, CommandSettings.DEFAULTS, WebhookSettings.DEFAULTS);
}
