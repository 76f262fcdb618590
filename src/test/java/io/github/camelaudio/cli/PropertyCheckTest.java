package io.github.camelaudio.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyCheckTest {

  private static final String ROUTE =
      """
      from("wav:{{file:a.wav}}?paced={{paced:true}}").log("${properties:note}")
          .filter(simple("${propertiesExist:!quiet}")).to("{{camera.{{room}}.{{env:SIDE}}.url}}")
          .to("netty:{{transport}}://{{peer}}:{{port}}?{{audio.{{transport}}.send}}{{?more}}");
      getContext().resolvePropertyPlaceholders("{{" + "inCode" + "}}");
      """;

  private final Map<String, String> environment = new TreeMap<>();
  private final Properties file = new Properties();

  private @Nullable String problem(String... given) {
    Map<String, String> properties = new TreeMap<>();
    Stream.of(given)
        .map(each -> each.split("=", 2))
        .forEach(each -> properties.put(each[0], each[1]));
    return check(properties, false).problem();
  }

  private PropertyCheck check(Map<String, String> given, boolean extraJars) {
    return new PropertyCheck(given, environment::get, file, List.of(ROUTE), extraJars);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file=b.wav",
        "peer=there",
        "transport=udp",
        "more=x",
        "note=x",
        "quiet=x",
        "camera.hall.left.url=x",
        "inCode=x",
        "audio.warmup=false",
        "audio.tcp.send=x",
        "radioPort=9000",
        "camel.main.name=x",
      })
  void problem_ofWhatIsAskedFor_isNone(String given) {
    assertThat(problem(given)).isNull();
  }

  @Test
  void problem_ofAnUnknownName_namesTheNearest() {
    assertThat(problem("per=x")).isEqualTo("per=x: no route names {{per}}; did you mean peer=?");
    assertThat(problem("audio.warmpu=false")).endsWith("did you mean audio.warmup=?");
    assertThat(problem("colour=red"))
        .endsWith("these routes have file, more, paced, peer, port, room, transport");
    assertThat(problem("env=x")).startsWith("env=x: no route names {{env}}");
    assertThat(problem("camera.hall.url=x")).contains("no route names {{camera.hall.url}}");
  }

  @Test
  void problem_ofAPlaceholderInAValue_isNone() {
    assertThat(problem("b=192.168.1.20")).isNotNull();
    assertThat(problem("peer={{b}}", "b=192.168.1.20")).isNull();
    environment.put("peer", "{{c}}");
    environment.put("c", "{{d:localhost}}");
    assertThat(problem("d=192.168.1.20")).isNull();
  }

  /** Only a typing mistake is refused where a jar may read what no route names. */
  @Test
  void warning_isGivenForAnUnknownName_whereThereAreExtraJars() {
    Map<String, String> given = Map.of("colour", "red");
    assertThat(check(given, true).problem()).isNull();
    assertThat(check(given, true).warnings())
        .containsExactly("colour=: no route names {{colour}}; a jar of lib/ext may read it");
    assertThat(check(given, false).warnings()).isEmpty();
    Map<String, String> mistake = Map.of("per", "x");
    assertThat(check(mistake, true).problem()).endsWith("did you mean peer=?");
    assertThat(check(mistake, true).warnings()).isEmpty();
  }

  @Test
  void read_isAsCamelReads_inLatin1_andWithoutTrailingBlanks() throws Exception {
    byte[] bytes = "port = 9600 \t\nroom =  K\u00fcche\n".getBytes(ISO_8859_1);
    assertThat(PropertyCheck.read(new ByteArrayInputStream(bytes)))
        .containsOnly(Map.entry("port", "9600"), Map.entry("room", "K\u00fcche"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "abc", "", "-1", "9600 "})
  void problem_ofAPortThatIsNone_saysWhatOneIs(String value) {
    assertThat(problem("port=" + value))
        .isEqualTo("port=" + value + ": a port is a whole number from 1 to 65535");
  }

  @Test
  void problem_ofAnotherTransport_namesThoseThereAre() {
    assertThat(problem("transport=sctp")).isEqualTo("transport=sctp: allowed are tcp, udp");
  }

  @Test
  void problem_ofTheEnvironment_andOfTheUsersFile_saysWhereItIs() {
    environment.put("port", "tcp://10.0.0.1:80");
    file.setProperty("transport", "sctp");
    assertThat(problem())
        .isEqualTo(
            "port=tcp://10.0.0.1:80 in the environment: a port is a whole number from 1 to 65535");
    assertThat(problem("port=9600"))
        .isEqualTo("transport=sctp in application.properties: allowed are tcp, udp");
    environment.put("transport", "udp");
    assertThat(problem("port=9600")).as("what is not used is not checked").isNull();
  }

  @Test
  void problem_ofWhatNoRouteNames_isNotLookedForInTheEnvironment() {
    environment.put("radioPort", "abc");
    assertThat(problem()).isNull();
  }

  /** Each property of the program's own that the code names is in the list. */
  @Test
  void program_isWhatTheCodeAndTheDocumentsName() throws Exception {
    List<String> inSource = new ArrayList<>();
    Pattern named = Pattern.compile("\"(audio\\.(?!log)[\\w.]*\\w)\"");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
        named.matcher(Files.readString(source)).results().forEach(r -> inSource.add(r.group(1)));
      }
    }
    assertThat(PropertyCheck.PROGRAM).containsAll(inSource);
    String page = Files.readString(Path.of("docs/operations.md"));
    assertThat(PropertyCheck.PROGRAM).allMatch(name -> page.contains("`" + name + "`"));
  }
}
