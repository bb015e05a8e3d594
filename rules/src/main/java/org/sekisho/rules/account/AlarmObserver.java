package org.sekisho.rules.account;

/** Is told of alarms, on the thread that noticed them: must not block. */
@FunctionalInterface
public interface AlarmObserver {
    void told(Alarm alarm);
}
