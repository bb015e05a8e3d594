package org.sekisho.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sekisho.app.admin.LiveRules;
import org.sekisho.app.admin.NoSuchJail;
import org.sekisho.app.admin.Reloaded;
import org.sekisho.app.config.Configuration;
import org.sekisho.app.config.Fingerprint;
import org.sekisho.app.config.Warnings;
import org.sekisho.policy.Learner;
import org.sekisho.policy.Policy;
import org.sekisho.policy.PolicyJudge;
import org.sekisho.policy.TrailSink;
import org.sekisho.rules.StateTables;
import org.sekisho.rules.jail.JailSettings;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.state.Table;

/**
 * The configuration that holds, and the policy, the jails and the nets for accounts that were made of it, replaced together. What
 * the rules remember outlives them; their counts begin anew. Thread-safe.
 */
final class LivePolicy implements LiveRules {
    /** What can be replaced while the program runs. */
    private static final Set<String> REPLACEABLE =
            Set.of("rules", "jails", "accounts", "trialMails", "incidents", "reloadOnChange");

    /** All that is made of one configuration. */
    private record Current(
            Configuration configuration, String version, Defences defences, Policy policy, Policy rehearsal) {
        static Current of(Configuration configuration, Defences defences, List<Learner> learners) {
            return new Current(
                    configuration,
                    Fingerprint.of(configuration),
                    defences,
                    defences.policy(learners),
                    defences.rehearsal());
        }
    }

    private final Jailing jailing;
    private final Accounting accounting;
    private final Responding responding;
    private final PolicyJudge judge;
    private volatile Current current;

    LivePolicy(
            Configuration configuration,
            Defences defences,
            Jailing jailing,
            Accounting accounting,
            Responding responding,
            TrailSink trails) {
        this.jailing = jailing;
        this.accounting = accounting;
        this.responding = responding;
        current = Current.of(configuration, defences, learners());
        judge = new PolicyJudge(current.policy, trails);
    }

    private List<Learner> learners() {
        List<Learner> all = new ArrayList<>(jailing.learners());
        all.add(accounting.keeper());
        all.addAll(responding.learners());
        return all;
    }

    PolicyJudge judge() {
        return judge;
    }

    Configuration configuration() {
        return current.configuration;
    }

    String version() {
        return current.version;
    }

    @Override
    public Policy policy() {
        return current.policy;
    }

    @Override
    public Policy rehearsal() {
        return current.rehearsal;
    }

    @Override
    public Map<String, String> onStoreFailure() {
        return current.defences.rules().onStoreFailure();
    }

    @Override
    public String account(String written) {
        return accounting.keeper().name(written);
    }

    @Override
    public RecipientMemory recipients() {
        return current.defences.recipients();
    }

    /** All that it keeps records in. */
    List<Table<?>> tables() {
        Current now = current;
        return StateTables.of(
                now.defences.rules(),
                now.defences.recipients(),
                new Jails(now.configuration.jails()),
                now.configuration.accounts());
    }

    /** Makes a policy of it and puts it in place; if none can be made, nothing has changed. */
    synchronized Reloaded replace(Configuration other) {
        Current before = current;
        List<String> changed = new ArrayList<>();
        List<String> needsRestart = new ArrayList<>();
        for (String key : Fingerprint.differences(before.configuration, other)) {
            (REPLACEABLE.contains(key) ? changed : needsRestart).add(key);
        }
        Configuration next = before.configuration.governedBy(other);
        Defences defences = before.defences.with(next.rules().ruleSet());
        if (!next.rules().keepDecisions().equals(before.configuration.rules().keepDecisions())) {
            needsRestart.add("rules.keepDecisions");
        }
        if (defences.askingConnections() != before.defences.askingConnections()) {
            needsRestart.add("rules.set.recipients.ask.connections");
        }
        // Files that rules name are read again, whether or not the settings have changed.
        Current after = Current.of(next, defences, learners());
        current = after;
        judge.replace(after.policy);
        Jails held = jailing.govern(next);
        List<String> undone = setByCommand(held, before).undoneBy(next.jails());
        accounting.govern(next);
        responding.govern(next);
        return new Reloaded(after.version, changed, undone, needsRestart, Warnings.about(next));
    }

    /** Puts one jail of it in place, and nothing else. */
    synchronized Reloaded replaceJail(String name, Configuration other) {
        Current before = current;
        JailSettings fresh = other.jails().get(name);
        JailSettings old = before.configuration.jails().get(name);
        if (fresh == null && old == null) {
            throw new NoSuchJail(name);
        }
        Configuration next = before.configuration.withJail(name, other);
        current = new Current(next, Fingerprint.of(next), before.defences, before.policy, before.rehearsal);
        Jails held = jailing.govern(name, next);
        List<String> undone = setByCommand(held, before).undoneBy(next.jails(), name);
        List<String> changed = Objects.equals(fresh, old) ? List.of() : List.of("jails." + name);
        return new Reloaded(current.version, changed, undone, List.of(), Warnings.about(next));
    }

    private static SetByCommand setByCommand(Jails held, Current before) {
        return new SetByCommand(held.byName(), before.configuration.jails());
    }
}
