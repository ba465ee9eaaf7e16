package se.budkavle.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.streams.processor.api.Processor;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;
import se.budkavle.schemas.Redaction;
import se.budkavle.schemas.Topics;

/** What the modules may know of each other, and what no code of ours does. */
@AnalyzeClasses(packages = "se.budkavle", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String AVRO = "se.budkavle.schemas.avro..";

    @ArchTest
    static final ArchRule GATEWAY_DEPENDS_ON_SCHEMAS_ONLY = service("gateway");

    @ArchTest
    static final ArchRule ROUTER_DEPENDS_ON_SCHEMAS_ONLY = service("router");

    @ArchTest
    static final ArchRule NOTIFIER_DEPENDS_ON_SCHEMAS_ONLY = service("notifier");

    @ArchTest
    static final ArchRule SCHEMAS_DEPEND_ON_NOBODY = noClasses()
            .that()
            .resideInAPackage("se.budkavle.schemas..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("se.budkavle..").and(resideOutsideOfPackages("se.budkavle.schemas..")));

    @ArchTest
    static final ArchRule THE_SYSTEM_DOES_NOT_KNOW_ITS_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("se.budkavle.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("se.budkavle.cli..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("se.budkavle.(**)")
            .should()
            .beFreeOfCycles()
            // What Avro generates asks how to hide content in its toString.
            .ignoreDependency(resideInAPackage(AVRO), equivalentTo(Redaction.class));

    @ArchTest
    static final ArchRule PROCESSORS_BEGIN_WITH_NOTHING_REMEMBERED = fields().that()
            .areDeclaredInClassesThat()
            .areAssignableTo(Processor.class)
            .and()
            .areNotStatic()
            .and()
            .areFinal()
            .should()
            .notHaveRawType(assignableTo(Collection.class).or(assignableTo(Map.class)))
            .because("a task that becomes a standby, and active again, keeps its processors, and stores have changed:"
                    + " what a processor remembers is made in init()");

    @ArchTest
    static final ArchRule THE_ROUTER_DOES_NO_HTTP = noClasses()
            .that()
            .resideInAPackage("se.budkavle.router..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "com.sun.net.httpserver..",
                    "io.micronaut.http..",
                    "io.netty..",
                    "org.apache.hc..");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_PRINT = noClasses()
            .that()
            .resideOutsideOfPackage("se.budkavle.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    /** Nobody waits for time to pass, but between attempts: then the method says so. */
    @ArchTest
    static final ArchRule SERVICES_SLEEP_ONLY_IN_A_PAUSE = noClasses()
            .that()
            .resideInAnyPackage(
                    "se.budkavle.schemas..", "se.budkavle.gateway..", "se.budkavle.router..", "se.budkavle.notifier..")
            .should()
            .callMethodWhere(describe(
                    "Thread.sleep outside of pause()",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep")
                            && !call.getOrigin().getName().equals("pause")));

    /**
     * A constant message and key-values: nothing is formatted into it. The arguments themselves have no types that could be
     * seen here, so the rule below looks at what a method that logs reads.
     */
    @ArchTest
    static final ArchRule LOG_LINES_ARE_CONSTANT = noClasses()
            .should()
            .callMethodWhere(describe(
                    "logs a text that is put together",
                    call -> isLogging(call)
                            && call.getTarget().getRawParameterTypes().size() > 1
                            && !call.getName().equals("addKeyValue")));

    @ArchTest
    static final ArchRule WHAT_LOGS_READS_NO_CONTENT = classes()
            .should(new ArchCondition<>("not read content where they log") {

                private final Set<String> content = contentGetters();

                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getCodeUnits().stream()
                            .filter(unit ->
                                    unit.getMethodCallsFromSelf().stream().anyMatch(ArchitectureTest::isLogging))
                            .flatMap(unit -> unit.getMethodCallsFromSelf().stream())
                            .filter(call ->
                                    content.contains(call.getTargetOwner().getSimpleName() + "." + call.getName()))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
                }
            });

    @ArchTest
    static void everyPackageSaysWhatMayBeNull(JavaClasses classes) {
        var unmarked = classes.stream()
                .map(JavaClass::getPackage)
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName())
                .collect(Collectors.toSet());
        org.assertj.core.api.Assertions.assertThat(unmarked).isEmpty();
    }

    private static ArchRule service(String name) {
        return noClasses()
                .that()
                .resideInAPackage("se.budkavle." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("se.budkavle..")
                        .and(resideOutsideOfPackages("se.budkavle." + name + "..", "se.budkavle.schemas..")));
    }

    private static boolean isLogging(JavaMethodCall call) {
        return calls(call, Logger.class, Set.of("trace", "debug", "info", "warn", "error"))
                || calls(call, LoggingEventBuilder.class, Set.of("log", "addKeyValue", "addArgument", "setMessage"));
    }

    private static boolean calls(JavaMethodCall call, Class<?> type, Set<String> methods) {
        return call.getTargetOwner().isAssignableTo(type) && methods.contains(call.getName());
    }

    /** {@code Message.getLabel} and so on: the getters of every field that its schema marks as content. */
    private static Set<String> contentGetters() {
        return Topics.all().stream()
                .map(topic -> SpecificData.get().getSchema(topic.valueType()))
                .flatMap(ArchitectureTest::records)
                .flatMap(schema -> schema.getFields().stream()
                        .filter(field -> field.getObjectProp("content") != null)
                        .map(field -> schema.getName() + ".get" + capitalised(field.name())))
                .collect(Collectors.toSet());
    }

    private static Stream<Schema> records(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                Stream.concat(Stream.of(schema), schema.getFields().stream().flatMap(field -> records(field.schema())));
            case UNION -> schema.getTypes().stream().flatMap(ArchitectureTest::records);
            case ARRAY -> records(schema.getElementType());
            default -> Stream.empty();
        };
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
