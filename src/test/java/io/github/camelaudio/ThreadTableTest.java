package io.github.camelaudio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of threads in package-info.java, and the classes that start threads, are the same. */
class ThreadTableTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/camelaudio");

  private static final Pattern ROW =
      Pattern.compile("<tr><td>([^<]+)</td><td>([^<]+)</td><td>[^<]+</td><td>[^<]+</td></tr>");

  /** Whatever makes a thread, or has one made. */
  private static final Pattern START =
      Pattern.compile(
          "new (Vertx)?Thread\\(|new Timer\\(|\\.newThread\\(|new \\w*EventLoopGroup\\(|new SharedEngine<"
              + "|\\.new(SingleThread|FixedThread|CachedThread|Scheduled|Default|Thread)\\w*\\(");

  /** Starts threads for others, which have the rows. */
  private static final Set<String> FOR_OTHERS = Set.of("SharedEngine", "StationSockets");

  /** A row: a thread's name, and the class that starts it. */
  private record Row(String name, String starter) {}

  private static final List<Row> ROWS = new ArrayList<>();
  private static final Map<String, String> SOURCE_OF = new TreeMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    Matcher matcher = ROW.matcher(Files.readString(SOURCES.resolve("package-info.java")));
    while (matcher.find()) {
      ROWS.add(new Row(matcher.group(1), matcher.group(2)));
    }
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        SOURCE_OF.put(name, Files.readString(file));
      }
    }
  }

  @Test
  void everyClassThatStartsAThread_hasARow_andNoOther() {
    Set<String> starting = new TreeSet<>();
    SOURCE_OF.forEach(
        (name, source) -> {
          if (START.matcher(source).find() && !FOR_OTHERS.contains(name)) {
            starting.add(name);
          }
        });
    Set<String> inTable = new TreeSet<>();
    ROWS.forEach(row -> inTable.add(row.starter));
    assertEquals(starting, inTable, "the table of threads in package-info.java");
  }

  @Test
  void everyName_isTheOneThatItsClassGives() {
    assertFalse(ROWS.isEmpty(), "no row of the table was understood");
    for (Row row : ROWS) {
      String source = SOURCE_OF.getOrDefault(row.starter, "");
      // An endpoint's own name, with or without something behind it; or a fixed name.
      boolean own = row.name.contains(":…");
      String literal = own ? "reportName()" : '"' + row.name.replace("…", "") + '"';
      boolean given = source.contains(literal) || (own && source.contains("endpoint.newThread("));
      assertTrue(given, row + " is not in its source as " + literal);
    }
  }

  @Test
  void everyNameThatASourceGives_hasARow() {
    Pattern named =
        Pattern.compile(
            "(?:newSingleThreadExecutor|newThread|new Thread|daemon|acquire"
                + "|inBackground)\\((?:[^;{}\"]*?)\"([a-z-]+)\"");
    Set<String> names = new TreeSet<>();
    for (String source : SOURCE_OF.values()) {
      Matcher matcher = named.matcher(source);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    Set<String> inTable = new TreeSet<>();
    ROWS.forEach(row -> inTable.add(row.name.replace("…", "")));
    names.removeAll(inTable);
    assertEquals(Set.of(), names, "names of threads that the table does not have");
    assertTrue(inTable.contains("-playout") && inTable.contains("warm-up"));
  }
}
