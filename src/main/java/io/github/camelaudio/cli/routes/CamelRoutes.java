package io.github.camelaudio.cli.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Ordered;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The routes of one Camel context, file by file. */
final class CamelRoutes implements RouteChanges {

  private static final String COMPONENT_PROPERTIES = "camel.component.";

  private final CamelContext context;
  private final RouteIds ids;

  CamelRoutes(CamelContext context) {
    this.context = context;
    this.ids = new RouteIds(context);
  }

  @Override
  public Change prepare(Path file, String text) throws Exception {
    try {
      return compiled(file, text);
    } finally {
      CompilerFiles.closeIfMany();
    }
  }

  private Change compiled(Path file, String text) throws Exception {
    Resource source = ResourceHelper.fromString("file:" + file, text);
    List<RouteBuilder> builders = new ArrayList<>();
    Collection<RoutesBuilder> found =
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(source));
    for (RoutesBuilder each : found) {
      builders.add((RouteBuilder) each);
    }
    if (builders.isEmpty()) {
      throw new IllegalArgumentException("it has no public class that extends RouteBuilder");
    }
    rehearse(builders, source);
    int count = 0;
    for (RouteBuilder builder : builders) {
      // Once: Camel does not call configure() again.
      count += builder.configureRoutes(context).getRoutes().size();
    }
    if (count == 0) {
      throw new IllegalArgumentException("it has no routes");
    }
    return () -> replace(file, builders);
  }

  /**
   * Builds the same routes in a context that never starts: endpoints, options, expressions and
   * beans are checked there, and what runs is not touched.
   */
  private void rehearse(List<RouteBuilder> builders, Resource source) throws Exception {
    DefaultRegistry beans = new DefaultRegistry(context.getRegistry());
    try (DefaultCamelContext rehearsal = new DefaultCamelContext(beans)) {
      rehearsal.disableJMX();
      rehearsal.setApplicationContextClassLoader(context.getApplicationContextClassLoader());
      rehearsal.getPropertiesComponent().addPropertiesSource(new SameProperties());
      configureComponents(rehearsal);
      for (RouteBuilder builder : builders) {
        RouteBuilder again = rehearsal.getInjector().newInstance(builder.getClass());
        again.setResource(source);
        rehearsal.addRoutes(again);
      }
      rehearsal.init();
    }
  }

  /** As camel-main does at the start. */
  private void configureComponents(CamelContext rehearsal) {
    Properties properties =
        context
            .getPropertiesComponent()
            .loadProperties(name -> name.startsWith(COMPONENT_PROPERTIES));
    for (String property : properties.stringPropertyNames()) {
      String[] name = property.substring(COMPONENT_PROPERTIES.length()).split("\\.", 2);
      Component component = rehearsal.getComponent(name[0]);
      if (component != null && name.length == 2) {
        PropertyBindingSupport.build()
            .withCamelContext(rehearsal)
            .withTarget(component)
            .withConfigurer(component.getComponentPropertyConfigurer())
            .withProperty(name[1], properties.getProperty(property))
            .withIgnoreCase(true)
            .bind();
      }
    }
  }

  private void replace(Path file, List<RouteBuilder> builders) throws Exception {
    builders.forEach(ids::check);
    removeRoutesOf(file);
    try {
      for (RouteBuilder builder : builders) {
        context.addRoutes(builder);
      }
    } catch (Exception | Error e) {
      removeRoutesOf(file);
      throw e;
    }
  }

  /** Those that run, and those that could not start. */
  private void removeRoutesOf(Path file) throws Exception {
    for (Route route : context.getRoutes()) {
      if (isFrom(route.getSourceResource(), file)) {
        context.getRouteController().stopRoute(route.getRouteId());
        context.removeRoute(route.getRouteId());
      }
    }
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    List<RouteDefinition> left =
        model.getRouteDefinitions().stream()
            .filter(definition -> isFrom(definition.getResource(), file))
            .toList();
    model.removeRouteDefinitions(left);
  }

  private static boolean isFrom(@Nullable Resource source, Path file) {
    return Objects.equals(RouteIds.file(source), file);
  }

  /** What the context itself would put for {@code {{…}}}. */
  private final class SameProperties implements PropertiesSource, Ordered {

    @Override
    public String getName() {
      return "running";
    }

    @Override
    public @Nullable String getProperty(String name) {
      return context.getPropertiesComponent().resolveProperty(name).orElse(null);
    }

    @Override
    public int getOrder() {
      return Ordered.HIGHEST;
    }
  }
}
