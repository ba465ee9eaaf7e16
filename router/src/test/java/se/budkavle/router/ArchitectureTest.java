package se.budkavle.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "se.budkavle.router", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisionsKnowNothingOfKafka = noClasses()
            .that()
            .resideInAPackage("se.budkavle.router.decision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.micronaut..", "io.micrometer..");

    @ArchTest
    static final ArchRule decisionsKnowNoClock = noClasses()
            .that()
            .resideInAnyPackage("se.budkavle.router.decision..", "se.budkavle.router.topology..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule theRouterDependsOnSchemasOnly = noClasses()
            .that()
            .resideInAPackage("se.budkavle.router..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("se.budkavle.gateway..", "se.budkavle.notifier..", "se.budkavle.local..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("se.budkavle.router.(*)..").should().beFreeOfCycles();
}
