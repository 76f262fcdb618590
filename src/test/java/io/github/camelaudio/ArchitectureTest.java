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
import io.github.camelaudio.cli.LineLimit;
import io.github.camelaudio.cli.PrintedLines;
import io.github.camelaudio.cli.QueuedConsole;

/** Packages are layers, and arrows between them go one way: down in the list of the layers. */
@AnalyzeClasses(packages = "io.github.camelaudio", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.github.camelaudio";

  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("audio")
          .definedBy(ROOT + ".audio..")
          .layer("meters")
          .definedBy(ROOT + ".meters..")
          .layer("limits")
          .definedBy(ROOT + ".limits..")
          .layer("flow")
          .definedBy(ROOT + ".flow..")
          .layer("security")
          .definedBy(ROOT + ".security..")
          .layer("file")
          .definedBy(ROOT + ".file..")
          .layer("playout")
          .definedBy(ROOT + ".playout..")
          .layer("wire")
          .definedBy(
              ROOT + ".wire",
              ROOT + ".wire.rtp",
              ROOT + ".wire.srtp",
              ROOT + ".wire.srtp.cipher",
              ROOT + ".wire.tls",
              ROOT + ".wire.tutorial",
              ROOT + ".wire.socket")
          .layer("codec")
          .definedBy(ROOT + ".codec..")
          .layer("pipeline")
          .definedBy(ROOT + ".wire.pipeline")
          .layer("report")
          .definedBy(ROOT + ".report..")
          .layer("device")
          .definedBy(ROOT + ".device..")
          .layer("output")
          .definedBy(ROOT + ".output..")
          .layer("recorder")
          .definedBy(ROOT + ".recorder..")
          .layer("station")
          .definedBy(ROOT + ".station..")
          .layer("tuner")
          .definedBy(ROOT + ".tuner..")
          .layer("discovery")
          .definedBy(ROOT + ".discovery..")
          .layer("peer")
          .definedBy(ROOT + ".peer..")
          .layer("component")
          .definedBy(ROOT + ".component..")
          .layer("kafka")
          .definedBy(ROOT + ".kafka..")
          .layer("console")
          .definedBy(ROOT + ".console..")
          .layer("cli")
          .definedBy(ROOT + ".cli..")
          .whereLayer("audio")
          .mayNotAccessAnyLayer()
          .whereLayer("meters")
          .mayNotAccessAnyLayer()
          .whereLayer("limits")
          .mayOnlyAccessLayers("flow")
          .whereLayer("flow")
          .mayOnlyAccessLayers("audio")
          .whereLayer("security")
          .mayOnlyAccessLayers("audio", "flow")
          .whereLayer("file")
          .mayOnlyAccessLayers("audio")
          .whereLayer("playout")
          .mayOnlyAccessLayers("audio", "limits", "meters", "flow")
          .whereLayer("wire")
          .mayOnlyAccessLayers("audio", "meters", "limits", "flow", "security")
          .whereLayer("codec")
          .mayOnlyAccessLayers("audio", "wire")
          .whereLayer("pipeline")
          .mayOnlyAccessLayers("audio", "flow", "limits", "wire", "codec", "security")
          .whereLayer("report")
          .mayOnlyAccessLayers("audio")
          .whereLayer("device")
          .mayOnlyAccessLayers("audio")
          .whereLayer("output")
          .mayOnlyAccessLayers("audio", "meters", "flow", "playout", "device", "report")
          .whereLayer("recorder")
          .mayOnlyAccessLayers("audio", "limits", "meters", "flow", "file", "report")
          .whereLayer("station")
          .mayOnlyAccessLayers("audio", "limits", "meters", "flow", "wire", "pipeline", "security")
          .whereLayer("tuner")
          .mayOnlyAccessLayers("audio", "meters", "flow", "wire", "security")
          .whereLayer("discovery")
          .mayOnlyAccessLayers("audio", "flow", "wire")
          .whereLayer("peer")
          .mayOnlyAccessLayers("audio", "meters", "flow", "wire")
          .whereLayer("kafka")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  /** What all endpoints share knows none of them; only the plugin, which wires all, does. */
  @ArchTest
  static final ArchRule sharedPartsOfComponents_knowNoEndpoint =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".component.support")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are in a package of one endpoint",
                  type ->
                      type.getPackageName().startsWith(ROOT + ".component.")
                          && !type.getPackageName().equals(ROOT + ".component.support")));

  @ArchTest
  static final ArchRule netty_isUsedOnlyWhereBytesMeetTheNetwork =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".wire..",
              ROOT + ".codec..", // payloads are written into its buffers
              ROOT + ".station..",
              ROOT + ".tuner..",
              ROOT + ".component.netty..",
              ROOT + ".component.radio..") // resolves names of stations
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule camel_isUsedOnlyInComponentsTheConsoleAndTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".cli..", ROOT + ".component..", ROOT + ".console..", ROOT + ".kafka..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.camel..")
                  // Writes JSON, and knows nothing of Camel.
                  .and(not(resideInAPackage("org.apache.camel.util.json"))));

  @ArchTest
  static final ArchRule kafka_isUsedOnlyInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.camel.component.kafka..");

  @ArchTest
  static final ArchRule webServer_isUsedOnlyInTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".console..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule jmdns_isUsedOnlyForDiscovery =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".discovery..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.jmdns..");

  @ArchTest
  static final ArchRule javaSound_isUsedOnlyInTheDevicePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".device..")
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
              ROOT + ".cli",
              ROOT + ".cli.warmup",
              ROOT + ".cli.service", // the service manager's socket
              ROOT + ".wire.socket",
              ROOT + ".file.flac",
              ROOT + ".recorder.store", // how much room a file takes on its disk
              ROOT + ".station",
              ROOT + ".device")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule nothing_logsPastSlf4j =
      noClasses()
          .that(
              not(
                  partOf(LineLimit.class) // filters what is printed
                      .or(partOf(PrintedLines.class)) // keeps it for the console
                      .or(partOf(QueuedConsole.class)))) // prints it
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
