package dev.rote.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The plan of the house, as rules.
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.rote");

  @Test
  void rules_sawEveryRoom() {
    for (String room :
        new String[] {
          "dev.rote.network.Network",
          "dev.rote.jvm.JvmEngine",
          "dev.rote.runs.RunFolder",
          "dev.rote.report.ReproductionReport",
          "dev.rote.store.RunStore",
          "dev.rote.live.LivePage",
          "dev.rote.cli.Main"
        }) {
      assertThat(ALL.contain(room)).as(room).isTrue();
    }
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.rote.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void network_dependsOnNothingButFaults() {
    classes()
        .that()
        .resideInAPackage("dev.rote.network..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.rote.network..", "dev.rote.fault..", "java..", "org.jspecify..")
        .check(ALL);
  }

  @Test
  void core_namesNoEngineAndNoOuterRoom() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.rote.fault..",
            "dev.rote.network..",
            "dev.rote.data..",
            "dev.rote.engine..",
            "dev.rote.train..",
            "dev.rote.check..",
            "dev.rote.exchange..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.rote.jvm..",
            "dev.rote.runs..",
            "dev.rote.report..",
            "dev.rote.reproduce..",
            "dev.rote.store..",
            "dev.rote.live..",
            "dev.rote.cli..")
        .check(ALL);
  }

  @Test
  void engine_knowsNothingOfRunsTrainingOrCli() {
    noClasses()
        .that()
        .resideInAPackage("dev.rote.jvm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.rote.train..",
            "dev.rote.runs..",
            "dev.rote.report..",
            "dev.rote.store..",
            "dev.rote.live..",
            "dev.rote.cli..")
        .check(ALL);
  }

  @Test
  void onlyCli_touchesTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rote.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ALL);
  }

  @Test
  void staticFields_areFinal() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(ALL);
  }

  @Test
  void nobody_readsSerializedObjects() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class).check(ALL);
  }

  @Test
  void modules_areNullMarked() {
    for (String type : new String[] {"dev.rote.network.Network", "dev.rote.cli.Main"}) {
      Module module = ALL.get(type).reflect().getModule();
      assertThat(module.isAnnotationPresent(NullMarked.class)).as(type).isTrue();
    }
  }
}
