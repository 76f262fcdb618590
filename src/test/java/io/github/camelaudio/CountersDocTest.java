package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterTable;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of counters has each meter that is declared anywhere, in its words, and no other. */
class CountersDocTest {

  private static final Pattern HEADING = Pattern.compile("## `(\\w+)`.*");
  private static final Pattern ROW = Pattern.compile("\\| `\\w+` \\| \\w+ \\| .+ \\|");
  private static final Pattern IN_JMX = Pattern.compile("JMX: (`\\w+`(?:, `\\w+`)*)");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  /** All constants of this type in main code, found in the compiled classes. */
  private static List<MeterTable<?>> tables() throws Exception {
    List<MeterTable<?>> tables = new ArrayList<>();
    for (JavaField each :
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.github.camelaudio")
                .stream()
                .flatMap(type -> type.getFields().stream())
                .toList()) {
      boolean constant =
          each.getModifiers().contains(JavaModifier.STATIC)
              && each.getModifiers().contains(JavaModifier.FINAL);
      if (constant && each.getRawType().isEquivalentTo(MeterTable.class)) {
        Field field = each.reflect();
        field.setAccessible(true);
        tables.add((MeterTable<?>) field.get(null));
      }
    }
    return tables;
  }

  private static String row(Meter<?> meter) {
    return "| `" + meter.name() + "` | " + meter.unit() + " | " + meter.help() + " |";
  }

  @Test
  void page_hasEachMeterInItsWords_andNoOther() throws Exception {
    Map<String, List<String>> declared = new TreeMap<>();
    for (MeterTable<?> table : tables()) {
      List<String> rows = table.meters().stream().map(CountersDocTest::row).toList();
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
