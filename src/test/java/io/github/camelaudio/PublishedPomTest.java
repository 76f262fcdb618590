package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** The POM that is installed says what an application needs to know, and nothing of the build. */
class PublishedPomTest {

  @Test
  void pom_describesTheProject() throws Exception {
    assertThat(texts("/project/groupId | /project/artifactId | /project/name"))
        .containsExactly("io.github.camelaudio", "camel-audio", "Camel Audio");
    assertThat(texts("/project/description")).hasSize(1);
    assertThat(texts("/project/licenses/license/name")).containsExactly("Apache-2.0");
    assertThat(texts("/project/dependencies/dependency")).hasSizeGreaterThan(20);
  }

  @Test
  void pom_hasNothingOfTheBuild() throws Exception {
    assertThat(texts("/project/parent | /project/properties | /project/dependencyManagement"))
        .isEmpty();
    assertThat(texts("/project/build | /project/profiles | /project/repositories")).isEmpty();
    assertThat(texts("//text()[contains(., '${')]")).isEmpty();
    assertThat(texts("//dependency[not(version)]")).isEmpty();
    assertThat(texts("//dependency[scope != 'compile' and scope != 'runtime']/artifactId"))
        .containsExactly("camel-kafka"); // whoever uses it brings it
  }

  /** What only the program needs is optional: among it JFreeChart, whose licence is the LGPL. */
  @Test
  void application_getsTheseLibrariesAndNoOther() throws Exception {
    String needed = "/project/dependencies/dependency[not(optional = 'true')]/artifactId";
    assertThat(texts(needed).stream().distinct())
        .filteredOn(artifact -> !artifact.startsWith("netty-"))
        .containsExactlyInAnyOrder(
            "camel-core-engine",
            "camel-core-languages",
            "camel-bean",
            "camel-netty",
            "camel-health",
            "camel-util-json",
            "jna",
            "jmdns",
            "jspecify");
  }

  /** Else an application has netty-common as camel-netty names it, under our netty-transport. */
  @Test
  void netty_hasOneVersion_alsoInWhatCamelNettyBrings() throws Exception {
    String netty = "//dependency[groupId = 'io.netty' and not(classifier)]";
    assertThat(texts(netty + "/artifactId"))
        .contains(
            "netty-buffer",
            "netty-codec",
            "netty-common",
            "netty-handler",
            "netty-resolver",
            "netty-transport",
            "netty-transport-native-unix-common");
    assertThat(texts(netty + "/version").stream().distinct()).hasSize(1);
  }

  private static List<String> texts(String path) throws Exception {
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    path,
                    DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("target/flattened-pom.xml").toFile()),
                    XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(index -> nodes.item(index).getTextContent())
        .toList();
  }
}
