package org.sekisho.app.jailfile;

import java.util.Locale;

/** Why an option is not carried over, and what does its work here. */
final class Remarks {
    private static final String NO_LOGS = "no log is read: the proxy counts what it sees in its own sessions";
    private static final String MAIL = "the mail to the operator is set up with actions.mail";
    private static final String FIREWALL =
            "a ban refuses clients in the proxy itself; for a ban in the kernel, too, set actions.nftables";

    private Remarks() {}

    /** Empty for an option that is carried over, or that only serves another. */
    static String about(String option, String value) {
        return switch (option) {
            case "enabled",
                    "filter",
                    "mode",
                    "bantime",
                    "findtime",
                    "maxretry",
                    "ignoreip",
                    "bantime.increment",
                    "bantime.factor",
                    "bantime.multipliers",
                    "bantime.maxtime",
                    "bantime.rndtime",
                    "bantime.formula" -> "";
            case "logpath", "backend", "journalmatch", "logencoding", "datepattern", "logtimezone", "maxlines" ->
                NO_LOGS;
            case "failregex", "ignoreregex", "prefregex" -> NO_LOGS + ", so that no pattern is needed";
            case "port", "protocol", "chain", "fail2ban_agent" ->
                "a ban holds on every listener of the proxy, and on no other port";
            case "blocktype" ->
                value.toUpperCase(Locale.ROOT).startsWith("DROP")
                        ? "for silence instead of a reply, set the jail's response: drop"
                        : "banned clients get a reply; see the jail's response";
            case "action" -> action(value);
            case "destemail", "sender", "sendername", "mta" -> MAIL;
            case "ignoreself" -> "the proxy never bans itself";
            case "ignorecommand", "ignorecache" -> "no command is asked whom to spare; use ignoreIp or 'sekisho allow'";
            case "bantime.overalljails" -> "a ban counts in its own jail; the jail recidive counts those of all jails";
            case "usedns" -> "clients are known by address; names in ignoreIp are looked up";
            case "maxmatches" -> "a ban keeps its last 10 lines of evidence";
            case "before", "after" -> "no other file is read; import that file, too";
            default -> option.startsWith("banaction") ? FIREWALL : other(option);
        };
    }

    private static String action(String value) {
        if (value.contains("action_mw")) {
            return FIREWALL + "; " + MAIL + (value.contains("action_mwl") ? ", with the lines of evidence" : "");
        }
        boolean mail = value.contains("mail");
        boolean firewall =
                value.matches("(?s).*(iptables|nftables|ipset|firewall|pf|shorewall|ufw|route|hostsdeny|action_).*");
        if (mail && firewall) {
            return FIREWALL + "; " + MAIL;
        }
        return mail ? MAIL : firewall ? FIREWALL : "what it does can be said with actions.command or actions.webhook";
    }

    private static String other(String option) {
        return option.startsWith("action_") || option.startsWith("__") || option.contains("_log")
                ? "nothing here needs it"
                : "is not an option of fail2ban's jails";
    }
}
