package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Checks of endpoint options, whose messages name option, value and what is allowed. */
public final class Options {

  /** What each endpoint has besides; no help to who looks for one of ours. */
  private static final Set<String> OF_CAMEL =
      Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

  private Options() {}

  /**
   * Refuses options that an endpoint does not have, and values that are no number, no true or
   * false, or none of those listed. Before Camel sets them: its messages do not say what is
   * allowed.
   *
   * @param scheme the endpoint's
   * @param parameters by option, as the endpoint's URI has them
   * @throws IllegalArgumentException naming option, value and what is allowed
   */
  public static void check(
      DefaultComponent component, String scheme, Map<String, Object> parameters) {
    if (component.getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter types) {
      parameters.forEach(
          (option, value) -> {
            Class<?> type = types.getOptionType(option, true);
            if (type == null && option.contains(".")) {
              throw OptionValues.refuse(
                  option,
                  value,
                  "no such option; options begin at the first ?, so rename a file that has one in its name");
            }
            if (type == null) {
              String names = names(component.getCamelContext(), scheme, types);
              throw OptionValues.refuse(option, value, "no such option; there are " + names);
            }
            checkType(option, value, type);
          });
    }
  }

  private static String names(CamelContext context, String scheme, PropertyConfigurerGetter types) {
    EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
    return new TreeSet<>(factory.propertyNames())
        .stream()
            .filter(name -> types.getOptionType(name, true) != null && !OF_CAMEL.contains(name))
            .collect(Collectors.joining(", "));
  }

  private static void checkType(String option, Object value, Class<?> type) {
    String text = value.toString();
    if (text.startsWith("#")) {
      return; // a reference to a bean, which Camel looks up
    }
    if ((type == int.class || type == Integer.class) && !isInt(text)) {
      throw OptionValues.refuse(option, value, "allowed are whole numbers");
    }
    if (type == boolean.class
        && !text.equalsIgnoreCase("true")
        && !text.equalsIgnoreCase("false")) {
      throw OptionValues.refuse(option, value, "allowed are true, false");
    }
    if (type.isEnum()) {
      checkEnum(option, text, type);
    }
  }

  private static boolean isInt(String text) {
    try {
      Integer.parseInt(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void checkEnum(String option, String text, Class<?> type) {
    Object @Nullable [] constants = type.getEnumConstants();
    if (constants != null
        && Arrays.stream(constants).noneMatch(each -> each.toString().equalsIgnoreCase(text))) {
      String allowed =
          Arrays.stream(constants)
              .map(each -> each.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      throw OptionValues.refuse(option, text, "allowed are " + allowed);
    }
  }
}
