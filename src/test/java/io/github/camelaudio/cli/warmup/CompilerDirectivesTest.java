package io.github.camelaudio.cli.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A directive that names what is not there has no effect, and nothing says so. */
class CompilerDirectivesTest {

  private static final Pattern NAME =
      Pattern.compile("\"-?(io/[\\w/]+/(?:\\w+|\\*))\\.(\\w+|\\*)\"");

  @Test
  void eachDirective_namesAMethodThatIsThere() throws Exception {
    List<MatchResult> names = NAME.matcher(directives()).results().toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(3);
    List<String> missing = new ArrayList<>();
    for (MatchResult name : names) {
      if (!isThere(name.group(1).replace('/', '.'), name.group(2))) {
        missing.add(name.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isThere(String type, String method) throws IOException {
    if (type.endsWith(".*")) {
      return Thread.currentThread()
          .getContextClassLoader()
          .getResources(type.substring(0, type.length() - 2).replace('.', '/'))
          .hasMoreElements();
    }
    try {
      Class<?> found = Class.forName(type);
      return method.equals("*")
          || Stream.of(found.getDeclaredMethods()).anyMatch(each -> each.getName().equals(method));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String directives() throws IOException {
    try (InputStream in = CompilerHints.class.getResourceAsStream("compiler-directives.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
