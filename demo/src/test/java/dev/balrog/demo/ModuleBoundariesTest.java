// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.balrog.change.Transaction;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.policy.Protection;
import dev.balrog.change.policy.UnboundSignoffs;
import dev.balrog.change.schedule.DryRun;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignedParts;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.change.signoff.SignoffEvaluation;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as ARCHITECTURE.md draws them. */
class ModuleBoundariesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Fixtures for the tests of other modules.
            .withImportOption(location -> !location.contains("-tests.jar"))
            // Generated, with cycles of its own.
            .withImportOption(location -> !location.contains("/dev/balrog/store/jooq/"))
            .importPackages("dev.balrog");

    @Test
    void seesAllModules() {
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.core"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.store"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.service"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.publicapp"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.auth"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.identity"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.client"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.agent"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.change"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.admin"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.cloud"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.backup"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.cli"));
        assertThat(CLASSES).anyMatch(found -> found.getPackageName().startsWith("dev.balrog.demo"));
    }

    @Test
    void pointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.balrog..")
                .layer("core")
                .definedBy("dev.balrog.core..")
                .layer("store")
                .definedBy("dev.balrog.store..")
                .layer("service")
                .definedBy("dev.balrog.service..")
                .layer("auth")
                .definedBy("dev.balrog.auth..")
                .layer("identity")
                .definedBy("dev.balrog.identity..")
                .layer("client")
                .definedBy("dev.balrog.client..")
                .layer("agent")
                .definedBy("dev.balrog.agent..")
                .layer("change")
                .definedBy("dev.balrog.change..")
                .layer("public")
                .definedBy("dev.balrog.publicapp..")
                .layer("admin")
                .definedBy("dev.balrog.admin..")
                .layer("cloud")
                .definedBy("dev.balrog.cloud..")
                .layer("backup")
                .definedBy("dev.balrog.backup..")
                .layer("cli")
                .definedBy("dev.balrog.cli..")
                .layer("demo")
                .definedBy("dev.balrog.demo..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("core")
                .whereLayer("service")
                .mayOnlyAccessLayers("core")
                .whereLayer("public")
                .mayOnlyAccessLayers("core", "store", "service")
                .whereLayer("auth")
                .mayOnlyAccessLayers("core", "service")
                .whereLayer("identity")
                .mayOnlyAccessLayers("core", "service")
                .whereLayer("client")
                .mayNotAccessAnyLayer()
                .whereLayer("agent")
                .mayOnlyAccessLayers("client", "service")
                .whereLayer("change")
                .mayOnlyAccessLayers("core", "store")
                .whereLayer("admin")
                .mayOnlyAccessLayers("core", "store", "service", "change")
                .whereLayer("cloud")
                .mayOnlyAccessLayers("store")
                .whereLayer("backup")
                .mayOnlyAccessLayers("store")
                // Not in production: the demo, and its identity provider that accepts any login.
                .whereLayer("cli")
                .mayOnlyAccessLayers(
                        "core", "store", "service", "auth", "client", "agent", "change", "public", "admin", "cloud",
                        "backup")
                .check(CLASSES);
    }

    @Test
    void keepTheDomainFreeOfInputAndOutput() {
        noClasses()
                .that(resideInAPackage("dev.balrog.core.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.file..",
                                "java.sql..",
                                "javax.sql..",
                                "org.slf4j..")
                        // Strings are read so, too; a URI is one.
                        .and(not(belongToAnyOf(Reader.class, StringReader.class, URI.class, URISyntaxException.class))))
                .check(CLASSES);
    }

    /**
     * Rows are written by transactions of the engine only. Other modules know transactions, the
     * operations on releases and pins, and the records that these take and return.
     */
    @Test
    void writeThroughTheChangeEngine() {
        noClasses()
                .that(resideOutsideOfPackage("dev.balrog.change.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.balrog.change.table..", "dev.balrog.change.reachability..")
                        .or(resideInAnyPackage(
                                        "dev.balrog.change.policy..",
                                        "dev.balrog.change.schedule..",
                                        "dev.balrog.change.signoff..")
                                .and(not(type(Protection.class)
                                        .or(type(GovernanceSettings.class))
                                        .or(type(UnboundSignoffs.class))
                                        .or(type(DryRun.class))
                                        .or(type(ScheduledChange.class))
                                        .or(type(SignedParts.class))
                                        .or(type(SignoffExpectation.class))
                                        .or(type(SignoffEvaluation.class))))))
                .orShould()
                .callMethodWhere(target(owner(type(Transaction.class)))
                        .and(target(
                                nameMatching("updateFrom|renew|editAlong|dropAlong|enactTogether|signOffTogether"))))
                .check(CLASSES);
    }

    @Test
    void haveNoCyclesBetweenPackages() {
        slices().matching("dev.balrog.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * A class and its subclasses are one, since an interface with a factory method knows its
     * implementations.
     */
    @Test
    void haveNoCyclesBetweenClasses() {
        SliceAssignment hierarchies = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(root(type).getName());
            }

            @Override
            public String getDescription() {
                return "class hierarchies";
            }
        };
        slices().assignedFrom(hierarchies)
                .should()
                .beFreeOfCycles()
                // A response that requests share is counted by the limits of the API until it is sent.
                .ignoreDependency(
                        nameStartingWith("dev.balrog.publicapp.Reply"),
                        nameStartingWith("dev.balrog.publicapp.ApiBulkhead"))
                .check(CLASSES);
    }

    private static JavaClass root(JavaClass type) {
        JavaClass outer =
                type.getEnclosingClass().map(ModuleBoundariesTest::root).orElse(type);
        return Stream.concat(outer.getRawSuperclass().stream(), outer.getRawInterfaces().stream())
                .filter(parent -> parent.getPackageName().equals(type.getPackageName()))
                .findFirst()
                .map(ModuleBoundariesTest::root)
                .orElse(outer);
    }
}
