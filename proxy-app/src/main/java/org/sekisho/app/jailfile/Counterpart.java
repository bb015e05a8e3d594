package org.sekisho.app.jailfile;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What counts here the same as a filter of fail2ban.
 *
 * @param jails ours; empty if there is none
 * @param remark what is to be said of it; empty if nothing
 */
record Counterpart(List<String> jails, String remark) {
    private static final Pattern FILTER = Pattern.compile("\\s*([^\\[\\s]+)\\s*(?:\\[(.*)\\])?\\s*", Pattern.DOTALL);
    private static final Pattern MODE = Pattern.compile("\\bmode\\s*=\\s*[\"']?([a-z]+)");

    /** Filters of mail servers; whoever has another one watches something that does not pass here. */
    private static final Set<String> OTHER_MTA =
            Set.of("exim", "exim-spam", "sendmail-auth", "sendmail-reject", "qmail", "courier-smtp", "courier-auth");

    private static final String UNKNOWN_USERS = "unknown-users";
    private static final String AUTH = "auth";
    private static final String LEAVE = "connect-and-leave";

    static Counterpart of(String filter) {
        Matcher matcher = FILTER.matcher(filter);
        if (!matcher.matches()) {
            return none("Unable to read the filter '" + filter + "'");
        }
        String options = matcher.group(2) == null ? "" : matcher.group(2);
        Matcher mode = MODE.matcher(options);
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "postfix" -> postfix(mode.find() ? mode.group(1) : "normal");
            case "postfix-sasl", "sasl" -> only(AUTH, "");
            case "postfix-rbl" -> postfix("rbl");
            case "dovecot" ->
                only(AUTH, "only logins by SMTP AUTH pass here; keep this jail in fail2ban for IMAP, POP3 and sieve");
            case "recidive" -> only("recidive", "");
            default ->
                none(
                        OTHER_MTA.contains(name)
                                ? "the filter '" + name + "' reads another mail server's log; its offences are counted"
                                        + " here by the jails unknown-users, auth and relay"
                                : "the filter '" + name + "' is not about SMTP; keep this jail in fail2ban");
        };
    }

    private static Counterpart postfix(String mode) {
        return switch (mode) {
            case "normal", "more" ->
                only(
                        UNKNOWN_USERS,
                        "counts unknown recipients only; refusals for other reasons have jails of their own: relay,"
                                + " errors and protocol");
            case "auth" -> only(AUTH, "");
            case "ddos" -> only(LEAVE, "");
            case "errors" -> only("errors", "");
            case "extra" -> new Counterpart(List.of(UNKNOWN_USERS, AUTH), "became two jails, each with these values");
            case "aggressive" ->
                new Counterpart(List.of(UNKNOWN_USERS, AUTH, LEAVE), "became three jails, each with these values");
            case "rbl" -> none("the rule dns-lists refuses listed clients itself, at every connection");
            default -> none("Unable to read the filter 'postfix[mode=" + mode + "]'");
        };
    }

    private static Counterpart only(String jail, String remark) {
        return new Counterpart(List.of(jail), remark);
    }

    private static Counterpart none(String reason) {
        return new Counterpart(List.of(), reason);
    }
}
