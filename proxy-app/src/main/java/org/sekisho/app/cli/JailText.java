package org.sekisho.app.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekisho.app.admin.BanLine;
import org.sekisho.app.admin.JailLine;
import org.sekisho.app.admin.OriginLine;
import org.sekisho.app.config.DurationNotation;
import org.sekisho.app.log.Escaped;

/** Jails and bans as fail2ban-client prints them, so that scripts that read it go on to work; ours comes below. */
final class JailText {
    private final PrintStream out;

    JailText(PrintStream out) {
        this.out = out;
    }

    /** Nothing while all is well. */
    void trouble(String trouble) {
        if (!trouble.isEmpty()) {
            out.println(Escaped.text(trouble));
        }
    }

    void all(List<JailLine> jails) {
        out.println("Status");
        out.println("|- Number of jail:\t" + jails.size());
        out.println("`- Jail list:\t"
                + String.join(", ", jails.stream().map(JailLine::name).toList()));
    }

    /** What each rule does when the state store fails, the rules in groups. */
    void onFailure(Map<String, String> answers) {
        Map<String, List<String>> rules = new TreeMap<>();
        answers.forEach((rule, answer) ->
                rules.computeIfAbsent(answer, fresh -> new ArrayList<>()).add(rule));
        out.println();
        out.println("When the state store fails:");
        rules.forEach((answer, names) -> out.println("  " + answer + ":\t" + String.join(", ", names)));
        out.println("  always local:\tallow, bans, incidents, jails, limits");
    }

    void origins(List<OriginLine> files) {
        if (!files.isEmpty()) {
            out.println();
        }
        files.forEach(file -> out.println(file.what() + ": " + Escaped.text(file.file()) + ", " + file.daysOld()
                + " days old" + (file.old() ? ": replace it with a newer one" : "")));
    }

    void one(JailLine jail) {
        out.println("Status for the jail: " + jail.name());
        out.println("|- Filter");
        out.println("|  |- Currently failed:\t" + jail.currentlyFailed());
        out.println("|  |- Total failed:\t" + jail.totalFailed());
        out.println(
                "|  `- File list:\tnone: counts " + String.join(", ", jail.counts()) + " in the sessions themselves");
        out.println("`- Actions");
        out.println("   |- Currently banned:\t" + jail.banned().size());
        out.println("   |- Total banned:\t" + jail.totalBanned());
        out.println("   `- Banned IP list:\t" + String.join(" ", jail.banned()));
        failing(jail.failing());
        domains(jail.domains());
        countries(jail.countries());
        out.println();
        out.println("mode " + jail.mode() + ", maxRetry " + jail.maxRetry() + " in findTime " + time(jail.findTime())
                + jail.stage().map(from -> " (the stage from " + from + ")").orElse("") + ", banTime "
                + time(jail.banTime()));
        if (!jail.wouldBan().isEmpty()) {
            out.println(
                    "It only watches, and would have banned " + jail.wouldBan().size() + ":");
            jail.wouldBan()
                    .forEach(each -> out.println("  " + each.subject() + "  since "
                            + each.since().truncatedTo(ChronoUnit.SECONDS) + ", " + each.failures()
                            + " failures; it has sent " + each.goodMail() + " accepted messages meanwhile"
                            + pattern(each.pattern())));
        }
    }

    private void failing(List<JailLine.Suspect> failing) {
        if (!failing.isEmpty()) {
            out.println();
            out.println("Failing most:");
            failing.forEach(each -> out.println("  " + Escaped.text(each.subject()) + "  " + each.failures()
                    + " failures, " + each.different() + " different"
                    + each.goodPercent()
                            .map(percent -> ", " + percent + " % of its recipients are good")
                            .orElse("")
                    + pattern(each.pattern())));
        }
    }

    private static String pattern(String pattern) {
        return pattern.equals("other") ? "" : ": " + pattern;
    }

    private void domains(List<JailLine.Domain> domains) {
        if (!domains.isEmpty()) {
            out.println();
            out.println("By the recipient's domain, since the start:");
            domains.forEach(
                    each -> out.println("  " + Escaped.text(each.name()) + "  " + each.failures() + " failures"));
        }
    }

    private void countries(List<JailLine.Country> countries) {
        if (!countries.isEmpty()) {
            out.println();
            out.println("By country:");
            countries.forEach(each -> out.println(
                    "  " + each.code() + "  " + each.bans() + " banned, " + each.failures() + " failures of others"));
        }
    }

    /** Whom a jail never bans. */
    void ignored(List<String> entries) {
        if (entries.isEmpty()) {
            out.println("No IP address/network is ignored");
            return;
        }
        out.println("These IP addresses/networks are ignored:");
        entries.subList(0, entries.size() - 1).forEach(entry -> out.println("|- " + entry));
        out.println("`- " + entries.get(entries.size() - 1));
    }

    void ban(BanLine ban) {
        String until = ban.until()
                .map(time -> "until " + time.truncatedTo(ChronoUnit.SECONDS))
                .orElse("for ever");
        String why = ban.failures() == 0 ? "by " + Escaped.text(ban.by()) : ban.failures() + " failures";
        out.println(ban.subject() + "  " + ban.jail() + "  " + until + ", since "
                + ban.since().truncatedTo(ChronoUnit.SECONDS) + ", " + why + ", " + ban.response() + origin(ban));
        ban.evidence().forEach(line -> out.println("    " + Escaped.text(line)));
    }

    private static String origin(BanLine ban) {
        String origin = Stream.concat(ban.country().stream(), ban.system().stream())
                .map(Escaped::text)
                .collect(Collectors.joining(", "));
        return origin.isEmpty() ? "" : "  (" + origin + ")";
    }

    /** As the configuration has it. */
    private static String time(Duration time) {
        return time.isNegative() ? "permanent" : DurationNotation.format(time);
    }
}
