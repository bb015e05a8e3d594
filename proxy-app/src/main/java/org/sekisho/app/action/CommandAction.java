package org.sekisho.app.action;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sekisho.rules.jail.Ban;
import org.sekisho.rules.jail.BanEvent;

/** Runs the operator's command, which learns from its environment what happened. Nothing in there is a stranger's text. */
final class CommandAction implements BanAction {
    /** Beyond the command's own limit, to kill it and say so. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final CommandSettings settings;

    CommandAction(CommandSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "command";
    }

    /** What a command has set up before a restart is still there (fail2ban's norestored). */
    @Override
    public boolean wants(BanEvent event) {
        boolean known = event instanceof BanEvent.Banned banned && banned.restored();
        return !known && !command(event).isEmpty();
    }

    private List<String> command(BanEvent event) {
        if (event instanceof BanEvent.Banned) {
            return settings.ban();
        }
        return event instanceof BanEvent.Unbanned ? settings.unban() : List.of();
    }

    @Override
    public void take(List<BanEvent> events) throws IOException, InterruptedException {
        for (BanEvent event : events) {
            ChildProgram.run(command(event), environment(event), "", settings.timeout());
        }
    }

    private static Map<String, String> environment(BanEvent event) {
        Ban ban = event.ban();
        return Map.of(
                "SEKISHO_EVENT", event instanceof BanEvent.Banned ? "ban" : "unban",
                "SEKISHO_IP", ban.subject().toString(),
                "SEKISHO_JAIL", ban.jail(),
                "SEKISHO_FAILURES", Integer.toString(ban.failures()),
                "SEKISHO_TIMES", Integer.toString(ban.times()),
                "SEKISHO_SINCE", ban.since().toString(),
                "SEKISHO_UNTIL", ban.until().map(Instant::toString).orElse("never"));
    }
}
