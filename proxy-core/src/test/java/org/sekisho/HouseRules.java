package org.sekisho;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.time.Instant;

/** The rules that hold in every module. */
public final class HouseRules {
    private HouseRules() {}

    /** Tests could not turn the clock, and a sleep or a look-up would stop every session of its event loop. */
    public static final ArchRule NO_TIME_SLEEP_OR_NAME_LOOKUP = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getAllByName", String.class)
            .because("clocks, schedulers and DNS come by constructor")
            .allowEmptyShould(true);

    /** Such a name says that nobody knew what the class is. */
    public static final ArchRule NO_EMPTY_NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
            .orShould()
            .haveNameMatching(".*\\.Abstract\\w*")
            .because("a class is named after what it is")
            .allowEmptyShould(true);
}
