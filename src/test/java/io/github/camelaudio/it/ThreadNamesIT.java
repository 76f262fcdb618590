package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.device.NullDevices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads that run, of all endpoints at once, are in the table of package-info.java. */
class ThreadNamesIT {

  private static final Pattern ROW = Pattern.compile("<tr><td>([^<]+)</td>");
  private static final Pattern OF_CAMEL = Pattern.compile("Camel \\(.*\\) thread #\\d+ - (.*)");

  /** Camel's, netty's, jmdns's and the virtual machine's own. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "Camel Thread #\\d+ - Netty.*|nioEventLoop.*|epollEventLoop.*|globalEventExecutor.*"
              + "|ObjectCleanerThread|Common-Cleaner|JNA Cleaner|process reaper.*|awaitility.*"
              + "|SocketListener\\(camel-audio-.*|JmDNS\\(camel-audio-.*Timer");

  @TempDir Path directory;

  @Test
  void eachThreadThatRuns_hasARow_andTheEndpointsRowsRun() throws Exception {
    List<Pattern> rows = rows();
    Set<String> before = names();
    int port = Tools.freePort();
    int station = Tools.freePort();
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("devices", new NullDevices());
    context.getShutdownStrategy().setTimeout(2);
    Properties properties = new Properties();
    properties.setProperty("audio.discovery", "true");
    properties.setProperty("audio.discovery.interface", "127.0.0.1");
    context.getPropertiesComponent().setInitialProperties(properties);
    RouteBuilder.addRoutes(
        context,
        routes -> {
          routes
              .from("netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}".formatted(port))
              .to("speaker:default?trace=" + directory.resolve("trace.csv"), "mixer:room");
          routes.from("mixer:room").to("wav:" + directory.resolve("mix.wav"));
          routes
              .from("mic:default")
              .to(
                  "netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}".formatted(port),
                  "radio:tcp://127.0.0.1:" + station);
          routes.from("radio:tcp://127.0.0.1:" + station).to("wav:" + directory.resolve("heard"));
        });
    context.start();
    try {
      List<String> expected =
          List.of(
              "mic:…",
              "…-send",
              "radio:…",
              "mixer:…",
              "…-trace",
              "…-playout",
              "…-writer",
              "audio-discovery");
      Routes.await(
          "all run",
          () -> {
            Set<String> now = names();
            return expected.stream()
                .allMatch(row -> now.stream().anyMatch(pattern(row).asMatchPredicate()));
          });
      Set<String> news = names();
      news.removeAll(before);
      assertThat(news)
          .filteredOn(name -> rows.stream().noneMatch(row -> row.matcher(name).matches()))
          .isEmpty();
    } finally {
      context.stop();
    }
  }

  private static Set<String> names() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !OTHERS.matcher(name).matches())
        .map(
            name -> {
              Matcher camel = OF_CAMEL.matcher(name);
              return camel.matches() ? camel.group(1) : name;
            })
        .filter(name -> !OTHERS.matcher(name).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Pattern pattern(String row) {
    String name = row.replaceFirst(" \\(.*", "");
    return Pattern.compile(Pattern.quote(name).replace("…", "\\E.*\\Q"));
  }

  private static List<Pattern> rows() throws Exception {
    String page = Files.readString(Path.of("src/main/java/io/github/camelaudio/package-info.java"));
    List<Pattern> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      rows.add(pattern(row.group(1)));
    }
    assertThat(rows).hasSizeGreaterThan(15);
    return rows;
  }
}
