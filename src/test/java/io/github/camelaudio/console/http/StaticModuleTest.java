package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticModuleTest {

  private static final String PAGE = "io/github/camelaudio/console/page/";

  @Test
  void aPath_isANameOfThePage() {
    assertThat(StaticModule.resource("/")).isEqualTo(PAGE + "index.html");
    assertThat(StaticModule.resource("/login")).isEqualTo(PAGE + "login.html");
    assertThat(StaticModule.resource("/views/flow.js")).isEqualTo(PAGE + "views/flow.js");
  }

  @Test
  void theLibraries_areOnTheClassPath() {
    for (String path : new String[] {"uPlot.iife.min.js", "uPlot.min.css"}) {
      String name = StaticModule.resource("/webjars/uplot/" + path);
      assertThat(getClass().getClassLoader().getResource(name)).as(name).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../http/Role.class",
        "/views/../../x.js",
        "/views/",
        "/views",
        "//x.js",
        "/.hidden.js",
        "/x.class",
        "/x.properties",
        "/a%2fb.js",
        "/a\\b.js",
        "/x.js/",
        "",
      })
  void whatIsNoFileOfThePage_isNotLookedFor(String path) {
    assertThat(StaticModule.resource(path)).isNull();
  }

  @Test
  void aText_isPacked_andATagChangesWithTheBytes() {
    byte[] text = "a".repeat(1_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Resource resource = Resource.of(text, "text/plain", false);
    assertThat(resource.packed()).hasSizeLessThan(100);
    assertThat(resource.caching()).isEqualTo("no-cache");
    text[0] = 'b';
    assertThat(Resource.of(text, "text/plain", true).tag()).isNotEqualTo(resource.tag());
    assertThat(Resource.of(new byte[] {1}, "image/png", false).packed()).isNull();
  }
}
