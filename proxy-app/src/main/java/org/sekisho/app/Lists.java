package org.sekisho.app;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.sekisho.rules.Tools;
import org.sekisho.rules.allow.AllowList;
import org.sekisho.rules.jail.BanList;
import org.sekisho.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allow list and the bans, which every command is judged by: read before the first client comes. For one thread. */
final class Lists {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);
    private static final String UNREADABLE =
            "The allow list and the bans cannot be read: {}. What is new in them does not count until they can";

    private final AllowList allowList;
    private final BanList bans;
    private final StateStore state;
    private boolean complete;

    private Lists(Tools tools) {
        allowList = tools.allowList();
        bans = tools.banList();
        state = tools.state();
    }

    /** Reads them, if the store can be read; blocks. */
    static Lists read(Tools tools) {
        Lists lists = new Lists(tools);
        lists.refresh();
        return lists;
    }

    /**
     * Reads them again if the store has been in trouble and might have lacked some; blocks. Nobody else writes to it, so
     * that otherwise there is nothing new.
     */
    void refresh() {
        Optional<String> trouble = state.trouble();
        if (trouble.isPresent()) {
            complete = false;
            LOG.error(UNREADABLE, trouble.get());
            return;
        }
        if (complete) {
            return;
        }
        try {
            allowList.reload().toCompletableFuture().join();
            bans.reload().toCompletableFuture().join();
            complete = true;
        } catch (CompletionException e) {
            LOG.error(UNREADABLE, String.valueOf(e.getCause()));
        }
    }
}
