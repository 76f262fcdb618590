package io.github.camelaudio.cli.routes;

import io.github.camelaudio.cli.cache.CompiledClass;
import io.github.camelaudio.cli.cache.RouteClassCache;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.java.joor.Helper;
import org.apache.camel.dsl.java.joor.JavaRoutesBuilderLoader;
import org.apache.camel.language.joor.CompilationUnit;
import org.apache.camel.language.joor.JavaJoorClassLoader;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's loader of Java route files, which compiles only what is not in the cache: what was
 * compiled before from the same texts, by the same JDK, with the same jars. On the route files'
 * thread, and at the start on the main thread.
 */
public final class CachedRouteLoader extends JavaRoutesBuilderLoader {

  private static final String CLASS_LOADER = "JavaJoorClassLoader";

  private final @Nullable RouteClassCache cache;

  /** By class name, from when they are read until their routes are built. */
  private final Map<String, Resource> sources = new ConcurrentHashMap<>();

  /**
   * @param context in whose registry it will be, where Camel finds it before its own
   * @param cache null compiles each time
   */
  public CachedRouteLoader(CamelContext context, @Nullable RouteClassCache cache) {
    this.cache = cache;
    setCamelContext(context);
  }

  /** Camel reads first here. It starts its own loaders, but not those of the registry. */
  @Override
  public void preParseRoutes(Collection<Resource> resources) throws Exception {
    ServiceHelper.startService(this);
    super.preParseRoutes(resources);
  }

  @Override
  protected Collection<RoutesBuilder> doLoadRoutesBuilders(Collection<Resource> resources)
      throws Exception {
    Collection<RoutesBuilder> builders = super.doLoadRoutesBuilders(resources);
    for (RoutesBuilder each : builders) {
      Resource resource = sources.remove(each.getClass().getName());
      if (resource != null && each instanceof RouteBuilder builder) {
        builder.setResource(resource); // Camel's own table has only what it compiled
      }
    }
    return builders;
  }

  @Override
  protected CompilationUnit.Result compileResources(Collection<Resource> resources)
      throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    List<Resource> asRead = new ArrayList<>(); // a file may be saved between two reads
    for (Resource resource : resources) {
      String text = text(resource);
      String name = Helper.determineName(resource, text);
      texts.put(name, text);
      sources.put(name, resource);
      asRead.add(ResourceHelper.fromString(resource.getLocation(), text));
    }
    if (cache == null || texts.size() < resources.size() || isWatched()) {
      return compile(resources);
    }
    String key = cache.key(texts);
    List<CompiledClass> kept = cache.read(key);
    if (!kept.isEmpty()) {
      return define(kept);
    }
    CompilationUnit.Result result = compile(asRead);
    List<CompiledClass> classes = classes(result);
    // Without bytes a class is one of the class path's, not of the file.
    if (texts.keySet().stream().allMatch(name -> result.getByteCode(name) != null)) {
      cache.write(key, classes);
    }
    return result;
  }

  private CompilationUnit.Result compile(Collection<Resource> resources) throws Exception {
    if (ToolProvider.getSystemJavaCompiler() == null) {
      throw new IllegalStateException(
          "route files are compiled when they are run, which needs a JDK (17 or later); this is"
              + " a Java runtime without a compiler: "
              + System.getProperty("java.home"));
    }
    return super.compileResources(resources);
  }

  private String text(Resource resource) throws IOException {
    try (InputStream in = resourceInputStream(resource)) {
      return IOHelper.loadText(in);
    }
  }

  /** Others that take part in the compilation, or want to know of it. */
  private boolean isWatched() {
    return !getCompilePreProcessors().isEmpty()
        || getCamelContext().hasService(RouteWatcherReloadStrategy.class) != null;
  }

  private static List<CompiledClass> classes(CompilationUnit.Result result) {
    Set<String> names = new LinkedHashSet<>(result.getClassNames());
    names.addAll(result.getCompiledClassNames());
    List<CompiledClass> classes = new ArrayList<>();
    for (String name : names) {
      byte[] bytes = result.getByteCode(name);
      if (bytes != null) {
        classes.add(new CompiledClass(name, result.getClass(name) != null, bytes));
      }
    }
    return classes;
  }

  /** Loads what was compiled before, as {@code super.compileResources} does what it compiled. */
  private CompilationUnit.Result define(List<CompiledClass> kept) throws ClassNotFoundException {
    KeptClasses loader = new KeptClasses(kept);
    JavaJoorClassLoader known =
        (JavaJoorClassLoader) getCamelContext().getClassResolver().getClassLoader(CLASS_LOADER);
    Map<String, Class<?>> loaded = new LinkedHashMap<>();
    for (CompiledClass each : kept) {
      if (each.main()) {
        Class<?> type = loader.loadClass(each.name());
        loaded.put(each.name(), type);
        known.addClass(each.name(), type, each.bytes());
      }
    }
    return new KeptResult(loaded, loader.bytes);
  }

  /** Defines classes from their bytes; what they use is the program's. */
  private static final class KeptClasses extends ClassLoader {
    private final Map<String, byte[]> bytes = new LinkedHashMap<>();

    KeptClasses(List<CompiledClass> kept) {
      super(JavaRoutesBuilderLoader.class.getClassLoader());
      kept.forEach(each -> bytes.put(each.name(), each.bytes()));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] found = bytes.get(name);
      if (found == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, found, 0, found.length);
    }
  }

  /** What a compilation would have returned. */
  private static final class KeptResult extends CompilationUnit.Result {
    private final Map<String, Class<?>> classes;
    private final Map<String, byte[]> bytes;

    KeptResult(Map<String, Class<?>> classes, Map<String, byte[]> bytes) {
      this.classes = classes;
      this.bytes = bytes;
    }

    @Override
    public @Nullable Class<?> getClass(String name) {
      return classes.get(name);
    }

    @Override
    public byte @Nullable [] getByteCode(String name) {
      return bytes.get(name);
    }

    @Override
    public int size() {
      return classes.size();
    }

    @Override
    public Set<String> getClassNames() {
      return classes.keySet();
    }

    @Override
    public Set<String> getCompiledClassNames() {
      return bytes.keySet();
    }
  }
}
