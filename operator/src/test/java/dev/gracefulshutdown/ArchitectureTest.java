package dev.gracefulshutdown;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The arrows between packages. Packages that do not exist yet pass. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    static final String ROOT = "dev.gracefulshutdown";

    private static final List<String> INNER = List.of(
            "api",
            "ladder",
            "matching",
            "profile",
            "plan",
            "diagnosis",
            "runtime",
            "shutdown",
            "host",
            "keeper",
            "handover",
            "policies",
            "probes");
    private static final List<String> OUTER = List.of("operator", "agent", "local", "cli");

    @ArchTest
    static final ArchRule ladderIsPure = only("ladder", "java..", "org.jspecify..", in("ladder"))
            .because("it decides alone, on facts and times that are handed to it: no I/O, no clock, no Kubernetes");

    @ArchTest
    static final ArchRule apiIsTypesOnly = only(
                    "api",
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "org.snakeyaml.engine..",
                    "io.fabric8..",
                    in("api"),
                    in("ladder"))
            .because("it says what can be asked for; what is done about it lives elsewhere");

    @ArchTest
    static final ArchRule profileKnowsApiAndLadder =
            ofOurs("profile", "api", "ladder").because("a profile is data about a server, wherever that server runs");

    @ArchTest
    static final ArchRule planKnowsApiProfileAndLadder = ofOurs("plan", "api", "profile", "ladder")
            .because("a plan is made of policies and profiles, before anything is touched");

    @ArchTest
    static final ArchRule matchingKnowsApiAndLadder = only(
                    "matching",
                    "java..",
                    "org.jspecify..",
                    "io.fabric8.kubernetes..",
                    in("api"),
                    in("ladder"),
                    in("matching"))
            .because("which policy holds is decided alike by operator, agents and admission, on facts handed to it");

    @ArchTest
    static final ArchRule policiesKnowMatchingAndApi = ofOurs("policies", "api", "matching", "ladder")
            .because("it watches what there is; which one holds is decided by matching alone");

    @ArchTest
    static final ArchRule diagnosisKnowsFactsOnly = ofOurs("diagnosis", "api", "profile", "plan", "ladder")
            .because("it decides on facts that are handed to it, whoever has read them");

    @ArchTest
    static final ArchRule runtimeKnowsLadder = noClasses()
            .that()
            .resideInAPackage(ROOT + ".runtime")
            .should()
            .dependOnClassesThat(oursBut(ROOT + ".runtime", in("ladder")))
            .allowEmptyShould(true)
            .because("the interface to containers is the same for all of them");

    @ArchTest
    static final ArchRule linuxKnowsRuntimeAndLadder = implementation("linux");

    @ArchTest
    static final ArchRule dockerKnowsRuntimeAndLadder = implementation("docker");

    @ArchTest
    static final ArchRule kubernetesKnowsRuntimeAndLadder = implementation("kubernetes");

    @ArchTest
    static final ArchRule shutdownKnowsRuntimeInterfaceApiAndLadder = noClasses()
            .that()
            .resideInAPackage(in("shutdown"))
            .should()
            .dependOnClassesThat(oursBut(in("shutdown"), ROOT + ".runtime", in("api"), in("ladder")))
            .allowEmptyShould(true)
            .because("ladders run alike on every kind of container");

    @ArchTest
    static final ArchRule hostKnowsEverythingInside = ofOurs(
                    "host", "api", "ladder", "profile", "plan", "runtime", "shutdown")
            .because("it wires them for one Docker host, for whichever role");

    @ArchTest
    static final ArchRule keeperKnowsHost = ofOurs(
                    "keeper", "host", "api", "ladder", "profile", "plan", "runtime", "shutdown")
            .because("it keeps one host as policies say, wherever they come from");

    @ArchTest
    static final ArchRule othersInsideDoNotKnowHost = noClasses()
            .that()
            .resideInAnyPackage(in(INNER.stream()
                    .filter(p -> !p.equals("host") && !p.equals("keeper"))
                    .toList()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("host"), in("keeper"))
            .allowEmptyShould(true)
            .because("they are the outermost of the inner ring");

    @ArchTest
    static final ArchRule innerKnowsNoRole = noClasses()
            .that()
            .resideInAnyPackage(in(INNER))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in(OUTER))
            .allowEmptyShould(true)
            .because("operator, agent, local and cli are the outer ring: nobody depends on them");

    @ArchTest
    static final ArchRule rolesDoNotKnowEachOther = slices().matching(ROOT + ".(operator|agent|local|cli)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    isMain().or(isCommandOf("local"))
                            .or(isCommandOf("operator"))
                            .or(isCommandOf("agent")),
                    DescribedPredicate.alwaysTrue())
            .allowEmptyShould(true)
            .because("each role runs in a process of its own; cli.Main and the role's own command alone start it");

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes()
            .should()
            .resideInAnyPackage(in(Stream.concat(INNER.stream(), OUTER.stream()).toList()))
            .because("a package that no rule names is held by none: add it here with its arrows");

    private static ArchRule implementation(String name) {
        return noClasses()
                .that()
                .resideInAPackage(in("runtime." + name))
                .should()
                .dependOnClassesThat(oursBut(in("runtime." + name), ROOT + ".runtime", in("ladder")))
                .allowEmptyShould(true)
                .because("implementations of the runtime do not know each other");
    }

    private static ArchRule ofOurs(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(oursBut(allowed))
                .allowEmptyShould(true);
    }

    private static ArchRule only(String name, String... packages) {
        return classes()
                .that()
                .resideInAPackage(in(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> oursBut(String... allowed) {
        return JavaClass.Predicates.resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)))
                .as("are ours but not of %s", String.join(", ", allowed));
    }

    private static DescribedPredicate<JavaClass> isCommandOf(String role) {
        return JavaClass.Predicates.resideInAPackage(in("cli." + role));
    }

    private static DescribedPredicate<JavaClass> isMain() {
        return DescribedPredicate.describe("cli.Main", type -> type.getName().equals(ROOT + ".cli.Main"));
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] in(List<String> names) {
        return names.stream().map(ArchitectureTest::in).toArray(String[]::new);
    }
}
