package org.sekisho.app;

import org.sekisho.app.config.Configuration;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.origin.Origins;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts at work: what they do is learnt, and every alarm is a line in the log. */
final class Accounting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Accounting.class);

    private final Alarms alarms = new Alarms();
    private final AccountKeeper keeper;

    /** @param key for hashes of addresses */
    Accounting(Configuration configuration, Tools tools, Origins origins, byte[] key) {
        keeper = new AccountKeeper(tools.state(), tools.clock(), origins, key, alarms);
        alarms.observe(Accounting::log);
        govern(configuration);
    }

    /** From now on these nets hold. */
    void govern(Configuration configuration) {
        keeper.replace(configuration.accounts());
    }

    AccountKeeper keeper() {
        return keeper;
    }

    /** For others who raise alarms, or are to be told of them. */
    Alarms alarms() {
        return alarms;
    }

    private static void log(Alarm alarm) {
        String from = Network.text(alarm.client())
                + alarm.origin().country().map(country -> " " + country).orElse("");
        LOG.warn(
                "Account {}: {}: {} (score {}, from {})",
                alarm.account(),
                alarm.net(),
                alarm.because(),
                alarm.score(),
                from);
        alarm.evidence().forEach(line -> LOG.info("Account {}: {}: {}", alarm.account(), alarm.net(), line));
    }

    /** Writes down what has been counted since the last time. */
    @Override
    public void close() {
        keeper.statistics().write().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The last minute of the accounts' statistics is lost: {}", failure.toString());
            }
        });
    }
}
