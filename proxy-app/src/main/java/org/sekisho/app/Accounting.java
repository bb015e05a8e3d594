package org.sekisho.app;

import org.sekisho.app.config.Configuration;
import org.sekisho.policy.MessageInspector;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.Tools;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.Alarm;
import org.sekisho.rules.account.Alarms;
import org.sekisho.rules.origin.Origins;
import org.sekisho.rules.trial.LearntNews;
import org.sekisho.rules.trial.TrialScanner;
import org.sekisho.settings.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** The accounts at work: what they do is learnt, and every alarm is a line in the log. */
final class Accounting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Accounting.class);

    private final Alarms alarms = new Alarms();
    private final AccountKeeper keeper;
    private final TrialScanner scanner;

    /**
     * @param trails is told of mails that were refused
     * @param key for hashes of addresses and recipients
     */
    Accounting(Configuration configuration, Tools tools, Origins origins, TrailSink trails, byte[] key) {
        keeper = new AccountKeeper(tools.state(), tools.clock(), origins, key, alarms);
        scanner = new TrialScanner(
                configuration.trialMails(),
                new TrialScanner.World(
                        tools.state(),
                        tools.clock(),
                        tools.self(),
                        configuration.state().references(tools.random()),
                        trails,
                        origins,
                        new LearntNews(keeper.accounts()),
                        alarms),
                key);
        alarms.observe(Accounting::log);
        govern(configuration);
    }

    /** From now on these nets hold, and mails are looked at so. */
    void govern(Configuration configuration) {
        keeper.replace(configuration.accounts());
        scanner.replace(configuration.trialMails(), configuration.accounts().realm());
    }

    /** Looks for trial mails among what users send. */
    MessageInspector inspector() {
        return scanner;
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
        about(alarm, Level.WARN)
                .log(
                        "Account {}: {}: {} (score {}, from {})",
                        alarm.account(),
                        alarm.net(),
                        alarm.because(),
                        alarm.score(),
                        from);
        alarm.evidence()
                .forEach(
                        line -> about(alarm, Level.INFO).log("Account {}: {}: {}", alarm.account(), alarm.net(), line));
    }

    /** With the account by itself, so that the log finds its name in the words, too. */
    private static LoggingEventBuilder about(Alarm alarm, Level level) {
        return LOG.atLevel(level).addKeyValue("account", alarm.account());
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
