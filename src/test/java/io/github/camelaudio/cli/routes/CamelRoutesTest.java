package io.github.camelaudio.cli.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts of route files that take each other's place in a running context. */
class CamelRoutesTest {

  private static final Path A = Path.of("/routes/A.java");
  private static final Path B = Path.of("/routes/B.java");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CamelRoutes routes = new CamelRoutes(context);

  @BeforeEach
  void start() throws Exception {
    context.disableJMX();
    context.getPropertiesComponent().addInitialProperty("where", "direct:there");
    context.getRegistry().bind("bean", (org.apache.camel.Processor) exchange -> {});
    context.start();
    routes.prepare(A, text("A", "from(\"direct:a\").routeId(\"a\").to(\"mock:a\");")).apply();
    routes.prepare(B, text("B", "from(\"direct:b\").routeId(\"b\").to(\"mock:b\");")).apply();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private static String text(String name, String statements) {
    return "import org.apache.camel.builder.RouteBuilder;\npublic class "
        + name
        + " extends RouteBuilder {\n  public void configure() {\n    "
        + statements
        + "\n  }\n}\n";
  }

  private java.util.List<String> running() {
    return context.getRoutes().stream().map(Route::getRouteId).sorted().toList();
  }

  private java.util.List<String> endpoints() {
    return context.getEndpoints().stream().map(Endpoint::getEndpointUri).sorted().toList();
  }

  @Test
  void apply_replacesTheFilesRoutes_andLeavesOthers_withTheEndpointsInUse() throws Exception {
    Route other = context.getRoute("b");
    RouteChanges.Change change =
        routes.prepare(
            A,
            text("A", "from(\"direct:a2\").routeId(\"a2\").process(\"bean\").to(\"{{where}}\");"));
    assertThat(running()).as("before").containsExactly("a", "b");
    assertThat(endpoints()).containsExactly("direct://a", "direct://b", "mock://a", "mock://b");
    change.apply();
    assertThat(running()).containsExactly("a2", "b");
    assertThat(context.getRoute("b")).isSameAs(other);
    assertThat(endpoints())
        .containsExactly("direct://a2", "direct://b", "direct://there", "mock://b");
    assertThat(context.getRouteDefinitions()).hasSize(2);
  }

  @Test
  void prepare_ofWhatCannotWork_saysWhy_andTouchesNothing() {
    refused("oops();", "cannot find symbol");
    refused("", "it has no routes");
    refused("if (true) throw new Error(\"ctor\");", "ctor");
    refused("from(\"wav:x.wav?foo=1\").to(\"mock:x\");", "option foo=1: no such option");
    refused("from(\"direct:x\").to(\"{{nowhere}}\");", "nowhere");
    refused(
        "from(\"netty:udp://127.0.0.1:99999?{{audio.udp.receive}}\").to(\"mock:x\");",
        "a port is a whole number from 1 to 65535");
    refused("from(\"direct:x\").process(\"noBean\");", "noBean");
    refused("from(\"direct:x\").to(\"nosuch:x\");", "nosuch://x: there is no component nosuch; ");
    assertThat(running()).containsExactly("a", "b");
    assertThat(endpoints()).containsExactly("direct://a", "direct://b", "mock://a", "mock://b");
  }

  private void refused(String statements, String reason) {
    assertThatThrownBy(() -> routes.prepare(A, text("A", statements)))
        .as(statements)
        .satisfies(e -> assertThat(Failures.sentence(e)).contains(reason));
  }

  @Test
  void apply_ofAnIdOfAnotherFile_isRefused_withBothNames() throws Exception {
    RouteChanges.Change route =
        routes.prepare(A, text("A", "from(\"direct:x\").routeId(\"b\").to(\"mock:x\");"));
    assertThatThrownBy(route::apply)
        .isInstanceOf(RouteTakenException.class)
        .hasMessage("the id 'b' in /routes/A.java belongs to /routes/B.java; choose another");
    routes
        .prepare(B, text("B", "from(\"direct:b\").routeId(\"b\").to(\"mock:b\").id(\"step\");"))
        .apply();
    RouteChanges.Change step =
        routes.prepare(A, text("A", "from(\"direct:x\").to(\"mock:x\").id(\"step\");"));
    assertThatThrownBy(step::apply).hasMessageContaining("the id 'step' in /routes/A.java");
    assertThat(running()).containsExactly("a", "b");
  }

  @Test
  void apply_whoseSecondRouteDoesNotStart_leavesNoneOfTheFile() throws Exception {
    RouteChanges.Change change =
        routes.prepare(
            A,
            text(
                "A",
                "from(\"direct:x\").routeId(\"x\").to(\"mock:x\");"
                    + " from(\"direct:b\").routeId(\"y\").to(\"mock:y\");"));
    assertThatThrownBy(change::apply).isInstanceOf(Exception.class);
    assertThat(running()).containsExactly("b");
    assertThat(context.getRouteDefinitions()).hasSize(1);
    routes.prepare(A, text("A", "from(\"direct:a\").routeId(\"a\").to(\"mock:a\");")).apply();
    assertThat(running()).containsExactly("a", "b");
  }

  @Test
  void componentsOfTheRehearsal_areConfiguredAsThoseThatRun() throws Exception {
    context
        .getPropertiesComponent()
        .addInitialProperty("camel.component.direct.block", "notABoolean");
    refused("from(\"direct:x\").to(\"mock:x\");", "notABoolean");
  }
}
