package org.sekisho.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.sekisho.HouseRules;

/** Each library of the application has one home. */
final class AppArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // In a build of the package, the core's tests come as a jar.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.sekisho");

    @Test
    void onlyConfigKnowsYamlAndJsonSchema() {
        onlyIn("config", "tools.jackson.dataformat..", "org.snakeyaml..", "com.networknt..", "com.github.victools..");
    }

    @Test
    void onlyTheConfigurationActionsTheAuditExportsAndTheAdminEndpointWithItsClientsKnowJson() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.sekisho.app.action..",
                        "org.sekisho.app.config..",
                        "org.sekisho.app.admin..",
                        "org.sekisho.app.audit..",
                        "org.sekisho.app.decision..",
                        "org.sekisho.app.transfer..",
                        "org.sekisho.app.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .check(ALL);
    }

    @Test
    void onlyEmbeddedKnowsSubEtha() {
        onlyIn("embedded", "org.subethamail..");
    }

    @Test
    void onlyActionsKnowJakartaMail() {
        onlyIn("action", "jakarta.mail..");
    }

    @Test
    void onlyStateKnowsMvStore() {
        onlyIn("state", "org.h2..");
    }

    @Test
    void onlyRedisKnowsLettuce() {
        onlyIn("redis", "io.lettuce..");
    }

    /** Event loops run it. Only the first connection is waited for, when the program starts. */
    @Test
    void theStoreOnRedisWaitsForNoAnswer() {
        noClasses()
                .that()
                .resideInAPackage("org.sekisho.app.redis..")
                .and()
                .doNotHaveSimpleName("RedisLink")
                .should()
                .callMethodWhere(target(owner(assignableTo(Future.class))).and(target(nameMatching("get|join"))))
                .check(ALL);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.sekisho.app.cli..")
                .and()
                .doNotHaveFullyQualifiedName("org.sekisho.app.Main")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void timeSleepAndNameLookUpComeByConstructor() {
        HouseRules.NO_TIME_SLEEP_OR_NAME_LOOKUP.check(ALL);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        HouseRules.NO_EMPTY_NAMES.check(ALL);
    }

    private static void onlyIn(String home, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.sekisho.app." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .allowEmptyShould(true)
                .check(ALL);
    }
}
