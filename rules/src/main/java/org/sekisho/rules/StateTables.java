package org.sekisho.rules;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.rules.account.AccountKeeper;
import org.sekisho.rules.account.AccountSettings;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.greylist.Greylist;
import org.sekisho.rules.greylist.GreylistSettings;
import org.sekisho.rules.hold.AutoWhitelist;
import org.sekisho.rules.incident.Deliveries;
import org.sekisho.rules.incident.IncidentBook;
import org.sekisho.rules.incident.MonthBook;
import org.sekisho.rules.jail.BanList;
import org.sekisho.rules.jail.GoodMail;
import org.sekisho.rules.jail.Jails;
import org.sekisho.rules.recipients.RecipientMemory;
import org.sekisho.rules.talk.EarlyTalker;
import org.sekisho.rules.tarpit.Tarpit;
import org.sekisho.rules.trial.TrialScanner;
import org.sekisho.state.Table;

/** Every table that a defence keeps, on one screen: for operators who count the state, or move it. */
public final class StateTables {
    private StateTables() {}

    /** Those of operators first. */
    public static List<Table<?>> of(RuleSet rules, RecipientMemory recipients, Jails jails, AccountSettings accounts) {
        List<Table<?>> all = new ArrayList<>();
        all.add(AllowList.TABLE);
        all.add(BanList.TABLE);
        all.add(IncidentBook.TABLE);
        all.add(MonthBook.TABLE);
        all.add(Greylist.triplets(greylist(rules)));
        all.add(AutoWhitelist.TABLE);
        all.add(Tarpit.MARKS);
        all.add(EarlyTalker.PATIENT);
        all.addAll(recipients.tables());
        all.addAll(jails.tables());
        all.add(GoodMail.TABLE);
        all.addAll(AccountKeeper.tables(accounts));
        all.add(TrialScanner.COLLECTORS);
        all.add(Deliveries.TABLE);
        return List.copyOf(all);
    }

    private static GreylistSettings greylist(RuleSet rules) {
        Placement<?, ?> placed = rules.placements().get(Greylist.TYPE.name());
        return placed != null && placed.settings() instanceof GreylistSettings own ? own : GreylistSettings.DEFAULTS;
    }
}
