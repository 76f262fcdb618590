package io.github.camelaudio;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.camelaudio.component.CamelAudioPlugin;
import io.github.camelaudio.wire.WireCodecs;

/** Folders are layers, and arrows between them go one way. */
@AnalyzeClasses(packages = "io.github.camelaudio", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.github.camelaudio";

  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("audio")
          .definedBy(ROOT + ".audio..")
          .layer("wire")
          .definedBy(ROOT + ".wire..")
          .layer("playout")
          .definedBy(ROOT + ".playout..")
          .layer("report")
          .definedBy(ROOT + ".report..")
          .layer("component")
          .definedBy(ROOT + ".component..")
          .layer("program")
          .definedBy(ROOT)
          .whereLayer("audio")
          .mayNotAccessAnyLayer()
          .whereLayer("wire")
          .mayOnlyAccessLayers("audio")
          .whereLayer("playout")
          .mayOnlyAccessLayers("audio")
          .whereLayer("report")
          .mayOnlyAccessLayers("audio")
          .whereLayer("component")
          .mayOnlyAccessLayers("audio", "wire", "playout", "report")
          .whereLayer("program")
          .mayNotBeAccessedByAnyLayer();

  /** What all endpoints share knows none of them; only the plugin, which wires all, does. */
  @ArchTest
  static final ArchRule sharedPartsOfComponents_knowNoEndpoint =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".component")
          .and(not(partOf(CamelAudioPlugin.class)))
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are in a package of one endpoint",
                  type -> type.getPackageName().startsWith(ROOT + ".component.")));

  @ArchTest
  static final ArchRule devices_knowNoEndpoint =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".component.device..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are in component outside of device",
                  type ->
                      type.getPackageName().startsWith(ROOT + ".component")
                          && !type.getPackageName().startsWith(ROOT + ".component.device")));

  @ArchTest
  static final ArchRule packagesBelowComponent_haveNoCycles =
      slices().matching(ROOT + ".component.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule netty_isUsedOnlyWhereBytesMeetTheNetwork =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".wire..", ROOT + ".component.peer..", ROOT + ".component.radio..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule camel_isUsedOnlyInComponentsTheProgramAndTheCodecFactories =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + ".component..")
          .and(not(partOf(WireCodecs.class)))
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.camel..")
                  // Writes JSON, and knows nothing of Camel.
                  .and(not(resideInAPackage("org.apache.camel.util.json"))));

  @ArchTest
  static final ArchRule javaSound_isUsedOnlyInTheDevicePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".component.device..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.sound..");

  @ArchTest
  static final ArchRule pictures_areDrawnOnlyInTheReportPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jfree..", "java.awt..", "javax.swing..", "javax.imageio..");

  @ArchTest
  static final ArchRule nativeCode_isCalledOnlyForFlacDatagramsDevicesAndMemory =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT,
              ROOT + ".wire",
              ROOT + ".component.wav",
              ROOT + ".component.radio",
              ROOT + ".component.device")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule nothing_logsPastSlf4j =
      noClasses()
          .that(not(partOf(LineLimit.class))) // filters what is printed
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.apache.logging..");

  private static DescribedPredicate<JavaClass> partOf(Class<?> type) {
    return assignableTo(type)
        .or(
            DescribedPredicate.describe(
                "belong to " + type.getSimpleName(),
                other -> other.getName().startsWith(type.getName() + "$")));
  }
}
