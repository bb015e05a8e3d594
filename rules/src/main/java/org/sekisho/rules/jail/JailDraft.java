package org.sekisho.rules.jail;

import java.time.Duration;
import java.util.List;
import org.sekisho.policy.Mode;

/** Settings of a jail that are being changed, each under its name in the configuration. */
public final class JailDraft {
    public List<String> counts;
    public Mode mode;
    public Duration findTime;
    public int maxRetry;
    public Duration banTime;
    public List<String> ignoreIp;
    public boolean spareGoodSenders;
    public Counting counting;
    public boolean distinct;
    public double goodShare;
    public Decay decay;
    public Increment increment;
    public int prefix4;
    public int prefix6;
    public Aggregates aggregates;
    public int accountMaxRetry;
    public Duration within;
    public Response response;
    public List<Tightening> stages;

    JailDraft(JailSettings settings) {
        counts = settings.counts();
        mode = settings.mode();
        findTime = settings.findTime();
        maxRetry = settings.maxRetry();
        banTime = settings.banTime();
        ignoreIp = settings.ignoreIp();
        spareGoodSenders = settings.spareGoodSenders();
        counting = settings.counting();
        distinct = settings.distinct();
        goodShare = settings.goodShare();
        decay = settings.decay();
        increment = settings.increment();
        prefix4 = settings.prefix4();
        prefix6 = settings.prefix6();
        aggregates = settings.aggregates();
        accountMaxRetry = settings.accountMaxRetry();
        within = settings.within();
        response = settings.response();
        stages = settings.stages();
    }

    JailSettings settings() {
        return new JailSettings(
                counts,
                mode,
                findTime,
                maxRetry,
                banTime,
                ignoreIp,
                spareGoodSenders,
                counting,
                distinct,
                goodShare,
                decay,
                increment,
                prefix4,
                prefix6,
                aggregates,
                accountMaxRetry,
                within,
                response,
                stages);
    }
}
