package org.sekisho;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom in the core; Maven modules and package visibility say the rest. */
final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sekisho");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.sekisho.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void smtpValuesKnowNothingOfOurs() {
        mayKnow("smtp");
    }

    @Test
    void settingsKnowOnlySmtpValues() {
        mayKnow("settings", "smtp");
    }

    @Test
    void eventsKnowOnlySmtpValues() {
        mayKnow("event", "smtp");
    }

    @Test
    void sessionAndPolicyKnowNoWire() {
        noClasses()
                .that()
                .resideInAnyPackage("org.sekisho.session..", "org.sekisho.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.sekisho.net..")
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void onlyNetKnowsNetty() {
        onlyIn("org.sekisho.net..", "io.netty..");
    }

    @Test
    void onlyDnsKnowsDnsjava() {
        onlyIn("org.sekisho.dns..", "org.xbill..");
    }

    @Test
    void timeSleepAndNameLookUpComeByConstructor() {
        HouseRules.NO_TIME_SLEEP_OR_NAME_LOOKUP.check(CORE);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        HouseRules.NO_EMPTY_NAMES.check(CORE);
    }

    /** The package uses no package of ours but these. */
    private static void mayKnow(String name, String... known) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(known))
                .map(each -> "org.sekisho." + each + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(resideInAPackage("org.sekisho..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true)
                .check(CORE);
    }

    private static void onlyIn(String ours, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ours)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(CORE);
    }
}
