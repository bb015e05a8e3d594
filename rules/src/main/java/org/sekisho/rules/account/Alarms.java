package org.sekisho.rules.account;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes alarms on to all who want to know. Thread-safe. */
public final class Alarms implements AlarmObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final List<AlarmObserver> observers = new CopyOnWriteArrayList<>();

    public void observe(AlarmObserver observer) {
        observers.add(observer);
    }

    @Override
    public void told(Alarm alarm) {
        for (AlarmObserver observer : observers) {
            try {
                observer.told(alarm);
            } catch (RuntimeException e) {
                LOG.error("An observer of alarms failed over {}; the others are told", alarm.net(), e);
            }
        }
    }
}
