package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.meters.HistogramMeter;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterTable;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of counters has each meter that is declared anywhere, in its words, and no other. */
public class CountersDocTest {

  private static final String CLASS = ".class";
  private static final ClassLoader LOADER = CountersDocTest.class.getClassLoader();
  private static final Pattern HEADING = Pattern.compile("## `(\\w+)`.*");
  private static final Pattern ROW = Pattern.compile("\\| `\\w+` \\| \\w+ \\| .+ \\|");
  private static final Pattern IN_JMX = Pattern.compile("JMX: (`\\w+`(?:, `\\w+`)*)");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  /** All constants of this type in main code, found in the compiled classes. */
  public static List<MeterTable<?>> tables() throws Exception {
    List<MeterTable<?>> tables = new ArrayList<>();
    for (String name : classNames()) {
      for (Field each : Class.forName(name, false, LOADER).getDeclaredFields()) {
        int modifiers = each.getModifiers();
        if (each.getType() == MeterTable.class
            && Modifier.isStatic(modifiers)
            && Modifier.isFinal(modifiers)) {
          each.setAccessible(true);
          tables.add((MeterTable<?>) each.get(null));
        }
      }
    }
    return tables;
  }

  private static List<String> classNames() throws Exception {
    Path root = Path.of("target", "classes");
    try (Stream<Path> files = Files.walk(root.resolve("io/github/camelaudio"))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(CLASS) && !file.endsWith("package-info" + CLASS))
          .map(file -> file.substring(0, file.length() - CLASS.length()))
          .map(file -> file.replace(File.separatorChar, '.'))
          .toList();
    }
  }

  private static String row(Meter<?> meter) {
    return "| `" + meter.name() + "` | " + meter.unit() + " | " + meter.help() + " |";
  }

  private static String row(HistogramMeter<?> meter) {
    return "| `" + meter.name() + "` | " + HistogramMeter.UNIT + " | " + meter.help() + " |";
  }

  @Test
  void page_hasEachMeterInItsWords_andNoOther() throws Exception {
    Map<String, List<String>> declared = new TreeMap<>();
    for (MeterTable<?> table : tables()) {
      List<String> rows = new ArrayList<>();
      table.meters().forEach(meter -> rows.add(row(meter)));
      table.histograms().forEach(each -> rows.add(row(each)));
      assertThat(declared.put(table.kind(), rows)).as("kinds differ: " + table.kind()).isNull();
    }
    Map<String, List<String>> written = new TreeMap<>();
    String kind = "";
    for (String line : Files.readAllLines(Path.of("docs/counters.md"))) {
      Matcher heading = HEADING.matcher(line);
      kind = heading.matches() ? heading.group(1) : kind;
      if (ROW.matcher(line).matches()) {
        written.computeIfAbsent(kind, none -> new ArrayList<>()).add(line);
      }
    }
    assertThat(written).isEqualTo(declared);
  }

  @Test
  void attributeThatAPageSpeaksOf_isThere() throws Exception {
    List<String> attributes = new ArrayList<>();
    for (MeterTable<?> table : tables()) {
      for (Meter<?> meter : table.meters()) {
        attributes.add(
            meter.name().substring(0, 1).toUpperCase(Locale.ROOT) + meter.name().substring(1));
      }
    }
    List<String> spokenOf = new ArrayList<>();
    for (Path page : DocsTest.pages()) {
      Matcher mention = IN_JMX.matcher(Files.readString(page));
      while (mention.find()) {
        NAME.matcher(mention.group(1)).results().forEach(name -> spokenOf.add(name.group(1)));
      }
    }
    assertThat(spokenOf).isNotEmpty();
    assertThat(attributes).containsAll(spokenOf);
  }
}
