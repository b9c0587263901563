package io.drover.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules that are allowed, and which module may know which library. */
class ArchitectureTest {
    private static final String ROOT = "io.drover.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.drover");

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("expressions", Set.of()),
            Map.entry("ruledsl", Set.of("model", "expressions")),
            Map.entry("workflow", Set.of("model", "expressions")),
            Map.entry("decisiontables", Set.of("model")),
            Map.entry("engine", Set.of("model", "expressions", "workflow")),
            Map.entry("camelroutes", Set.of("model")),
            Map.entry("camelsensors", Set.of("model", "camelroutes")),
            Map.entry("camelactions", Set.of("model", "camelroutes")),
            Map.entry("persistence", Set.of("model")),
            Map.entry("restapi", Set.of("model", "engine")),
            Map.entry("cli", Set.of("model", "expressions", "ruledsl", "workflow", "engine")),
            Map.entry("testkit", Set.of("model")),
            Map.entry(
                    "distribution",
                    Set.of(
                            "model",
                            "expressions",
                            "ruledsl",
                            "engine",
                            "camelroutes",
                            "camelsensors",
                            "camelactions",
                            "persistence",
                            "restapi")));

    @Test
    void knowsEveryModule() {
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(each -> found.add(module(each)));

        assertThat(found).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void keepsToTheAllowedArrows(String module) {
        String[] forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(module)
                        && !MAY_USE.getOrDefault(module, Set.of()).contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that(resideInAPackage(ROOT + module + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .check(CLASSES);
    }

    @Test
    void loadsTheEngineInTheCommandLineForTestsOfRulesAlone() {
        noClasses()
                .that(resideInAPackage(ROOT + "cli.."))
                .and()
                .haveSimpleNameNotStartingWith("RuleTests")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "engine.."))
                .check(CLASSES);
    }

    @Test
    void neverSeesSpring() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.drools.. org.kie.. | io.drover.engine.drools.. io.drover.decisiontables..",
                "org.hibernate.. jakarta.persistence.. org.flywaydb.. org.h2.. org.postgresql.. com.zaxxer.. | io.drover.persistence..",
                "io.vertx.. io.netty.. | io.drover.restapi.. io.drover.camelroutes.. io.drover.distribution.."
                        + " io.drover.testkit..",
                "org.apache.camel.. | io.drover.camelroutes.. io.drover.camelsensors.. io.drover.camelactions..",
                "info.picocli.. picocli.. | io.drover.cli..",
                "ch.qos.logback.. | io.drover.distribution..",
                "io.opentelemetry.. | io.drover.distribution.trace.."
            })
    void letsOnlyTheModulesOfALibraryKnowIt(String library, String modules) {
        noClasses()
                .that()
                .resideOutsideOfPackages(modules.split(" ", -1))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library.split(" ", -1)))
                .check(CLASSES);
    }

    @Test
    void keepsLoggingOutOfThePureModules() {
        noClasses()
                .that(resideInAnyPackage("io.drover.model..", "io.drover.expressions..", "io.drover.workflow.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j.."))
                .check(CLASSES);
    }

    static Set<String> modules() {
        return MAY_USE.keySet();
    }

    private static String module(JavaClass each) {
        String name = each.getPackageName().substring(ROOT.length());
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
